/** Every place that holds one value, of which the last writer wins: values of records, and attributes of blocks. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { itemsOf } from '../attribution/items.ts';
import { fieldsOf, type Path } from './fields.ts';

export interface Slot {
  /** The field: of the value itself, or of the rich text that holds the block. */
  readonly path: Path;
  readonly in: 'record' | 'block';
  /** The same in every replica. */
  readonly key: string;
  /** The latest item of the place; its left neighbours are earlier values. */
  readonly item: Y.Item;
  /** The item of the record or block that holds it; null at the root. */
  readonly holder: Y.Item | null;
  readonly missing: unknown;
  /** @param value  undefined takes it away, from a record too */
  readonly set: (value: unknown) => void;
}

/** Places that were ever set. */
export function* slotsOf(kind: DocumentKind, doc: Y.Doc): Generator<Slot> {
  for (const field of fieldsOf(kind, doc)) {
    if (field.type === 'value') {
      const { record, key, node, path } = field;
      const item = record._map.get(key);
      const set = (value: unknown): void => void (value === undefined ? record.delete(key) : record.set(key, value));
      if (item !== undefined) yield { path, in: 'record', key: path, item, holder: record._item, missing: node.missing, set };
    } else if (field.type === 'rich') {
      yield* slotsOfBlocks(field.path, field.fragment);
    }
  }
}

/** What stands at a place. */
export function valueOf({ item, missing }: Slot): unknown {
  return item.deleted || !(item.content instanceof Y.ContentAny) ? missing : item.content.getContent().at(-1);
}

function* slotsOfBlocks(path: Path, parent: Y.XmlFragment): Generator<Slot> {
  for (const { content, deleted } of itemsOf(parent)) {
    if (deleted || !(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) continue;
    const element = content.type;
    const holder = element._item;
    for (const [name, item] of element._map) {
      const set = (value: unknown): void => {
        if (value === undefined) element.removeAttribute(name);
        else element.setAttribute(name, value as string);
      };
      yield { path, in: 'block', key: `${holder?.id.client}.${holder?.id.clock}.${name}`, item, holder, missing: undefined, set };
    }
    yield* slotsOfBlocks(path, element);
  }
}
