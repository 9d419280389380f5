/** Copies a block of rich text from one document into another, every word under its author. */
import * as Y from 'yjs';
import { itemsOf } from './items.ts';

export interface CopyBench {
  /** Makes an edit in the target under the clientID that stands for the author of an id. */
  readonly asAuthorOf: (client: number, edit: () => void, clock: number) => void;
  /** Whether an id belongs to the copy, and the clock at which that changes. */
  readonly reach: (item: Y.Item, clock: number) => { readonly inside: boolean; readonly until: number };
}

/** @param item  of a Y.XmlElement or Y.XmlText. What `reach` leaves out is not copied. */
export function copyBlock(parent: Y.XmlFragment, index: number, item: Y.Item, bench: CopyBench): boolean {
  const type = item.content instanceof Y.ContentType ? item.content.type : null;
  if (type instanceof Y.XmlElement) copyElement(parent, index, { item, source: type }, bench);
  else if (type instanceof Y.XmlText) copyText(parent, index, { item, source: type }, bench);
  else return false;
  return true;
}

/** The words and marks of one text, at its end. */
export function copyRuns(text: Y.Text, source: Y.Text, bench: CopyBench): void {
  const marks: Record<string, unknown> = {};
  for (const part of itemsOf(source)) {
    const { content } = part;
    if (content instanceof Y.ContentFormat && bench.reach(part, part.id.clock).inside) marks[content.key] = content.value;
    if (!(content instanceof Y.ContentString)) continue;
    for (let clock = part.id.clock; clock < part.id.clock + part.length;) {
      const { inside, until } = bench.reach(part, clock);
      const end = Math.min(part.id.clock + part.length, until);
      const words = content.str.slice(clock - part.id.clock, end - part.id.clock);
      const insert = (): void => text.insert(text.length, words, text instanceof Y.XmlText ? { ...marks } : undefined);
      if (inside) bench.asAuthorOf(part.id.client, insert, clock);
      clock = end;
    }
  }
}

function copyElement(
  parent: Y.XmlFragment,
  index: number,
  { item, source }: { item: Y.Item; source: Y.XmlElement },
  bench: CopyBench,
): void {
  const element = new Y.XmlElement(source.nodeName);
  const insert = (): void => {
    parent.insert(index, [element]);
    for (const [name, attribute] of source._map) {
      if (!bench.reach(attribute, attribute.lastId.clock).inside) continue;
      element.setAttribute(name, attribute.content.getContent().at(-1) as string);
    }
  };
  bench.asAuthorOf(item.id.client, insert, item.id.clock);
  let at = 0;
  for (const child of itemsOf(source)) {
    if (bench.reach(child, child.id.clock).inside && copyBlock(element, at, child, bench)) at++;
  }
}

function copyText(parent: Y.XmlFragment, index: number, { item, source }: { item: Y.Item; source: Y.XmlText }, bench: CopyBench): void {
  const text = new Y.XmlText();
  bench.asAuthorOf(item.id.client, () => parent.insert(index, [text]), item.id.clock);
  copyRuns(text, source, bench);
}

/** For `reach`: what stands in its document now. */
export function whatStands(item: Y.Item, clock: number): { readonly inside: boolean; readonly until: number } {
  return { inside: !item.deleted, until: clock + item.length };
}
