/**
 * All that a Yjs document holds, item by item with the links between them: two documents that are alike in this go on alike, whatever is
 * done to them next. Bytes do not say it all, for a state leaves out the order in which items stand.
 */
import * as Y from 'yjs';

type YType = Y.AbstractType<unknown>;

export function anatomyOf(doc: Y.Doc): string {
  const lines: string[] = [];
  for (const [name, type] of doc.share) lines.push(`${name} ${typeOf(type as unknown as YType)}`);
  for (const [client, structs] of doc.store.clients) {
    lines.push(`client ${client}`);
    for (const struct of structs) lines.push(struct instanceof Y.Item ? itemOf(struct) : `${idOf(struct)} gc ${struct.length}`);
  }
  const { pendingStructs, pendingDs } = doc.store;
  if (pendingStructs !== null || pendingDs !== null)
    lines.push(`pending ${Buffer.from(pendingStructs?.update ?? []).toString('hex')} ${Buffer.from(pendingDs ?? []).toString('hex')}`);
  return lines.join('\n');
}

/** With every flag: kept, countable, deleted, marked. */
function itemOf(item: Y.Item): string {
  const { content, parent, redone } = item;
  const held = content instanceof Y.ContentType ? typeOf(content.type as unknown as YType) : JSON.stringify(content);
  const links = [item.left, item.right].map((other) => (other === null ? '-' : idOf(other)));
  const origins = [item.origin, item.rightOrigin, redone].map((id) => (id === null ? '-' : `${id.client}:${id.clock}`));
  const within = parent instanceof Y.AbstractType ? nameOf(parent as unknown as YType) : String(parent);
  const kind = content.constructor.name;
  return [idOf(item), item.length, item.info, ...links, ...origins, within, item.parentSub, kind, held].join(' ');
}

function typeOf(type: YType): string {
  const keys = [...type._map].map(([key, item]) => `${key}=${idOf(item)}`);
  const marked = type._searchMarker?.map(({ p, index }) => `${idOf(p)}@${index}`) ?? ['none'];
  const formatting = type instanceof Y.Text ? type._hasFormatting : '';
  const start = type._start === null ? '-' : idOf(type._start);
  return [type.constructor.name, type._length, start, `{${keys.join()}}`, `[${marked.join()}]`, formatting].join(' ');
}

function nameOf(type: YType): string {
  return type._item === null ? Y.findRootTypeKey(type) : idOf(type._item);
}

function idOf({ id }: Y.Item | Y.GC): string {
  return `${id.client}:${id.clock}`;
}
