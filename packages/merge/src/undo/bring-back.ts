/** Bringing back a deleted block of rich text: a copy of it as it was when it was deleted, every word under its author. */
import * as Y from 'yjs';
import { itemsOf } from '../attribution/items.ts';
import type { Workbench } from './take-back.ts';

/** @param item  the deleted block's item; what was deleted with it is in `bench.deleted` */
export function bringBackElement(parent: Y.XmlFragment, index: number, item: Y.Item, bench: Workbench): void {
  const source = (item.content as Y.ContentType).type as Y.XmlElement;
  const element = new Y.XmlElement(source.nodeName);
  bench.as(bench.authorOf(item), () => {
    parent.insert(index, [element]);
    for (const [name, attribute] of source._map) {
      if (wentWith(attribute, bench)) element.setAttribute(name, attribute.content.getContent().at(-1) as string);
    }
  });
  let at = 0;
  for (const child of itemsOf(source)) {
    if (!wentWith(child, bench) || !(child.content instanceof Y.ContentType)) continue;
    if (child.content.type instanceof Y.XmlElement) bringBackElement(element, at++, child, bench);
    else if (child.content.type instanceof Y.XmlText) bringBackText(element, at++, child, bench);
  }
}

export function bringBackText(parent: Y.XmlFragment, index: number, item: Y.Item, bench: Workbench): void {
  const source = (item.content as Y.ContentType).type as Y.XmlText;
  const text = new Y.XmlText();
  bench.as(bench.authorOf(item), () => parent.insert(index, [text]));
  const marks: Record<string, unknown> = {};
  for (const part of itemsOf(source)) {
    const { content } = part;
    if (content instanceof Y.ContentFormat && wentWith(part, bench)) marks[content.key] = content.value;
    if (!(content instanceof Y.ContentString)) continue;
    for (let at = 0; at < part.length;) {
      const clock = part.id.clock + at;
      const erased = bench.deleted.reach(part.id.client, clock);
      const written = bench.inserted.reach(part.id.client, clock);
      const end = Math.min(part.length, erased.until - part.id.clock, written.until - part.id.clock);
      const words = content.str.slice(at, end);
      if (erased.inside && !written.inside) bench.as(bench.authorOf(part), () => text.insert(text.length, words, { ...marks }));
      at = end;
    }
  }
}

/** Deleted together with its block, by the contribution, and not its own. */
function wentWith(item: Y.Item, bench: Workbench): boolean {
  return bench.deleted.has(item.id.client, item.lastId.clock) && !bench.inserted.has(item.id.client, item.lastId.clock);
}
