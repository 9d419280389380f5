/** Taking back words: theirs go, what they deleted comes back under its author, at its place among what stands. */
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { itemsOf } from '../attribution/items.ts';
import { bringBackBlock } from './bring-back.ts';
import type { IdSet } from '../attribution/id-set.ts';
import type { Workbench } from './take-back.ts';

interface Piece {
  readonly at: number;
  readonly length: number;
  /** The words to bring back, with their author; null to delete. */
  readonly bring: { readonly words: string; readonly author: Author } | null;
}

export function takeBackText(text: Y.Text, bench: Workbench): void {
  const pieces: Piece[] = [];
  const formats: Y.Item[] = [];
  let index = 0;
  for (const item of itemsOf(text)) {
    const { client, clock } = item.id;
    if (item.content instanceof Y.ContentFormat && !item.deleted && bench.inserted.has(client, clock)) formats.push(item);
    if (!(item.content instanceof Y.ContentString)) continue;
    for (let at = 0; at < item.length;) {
      const written = bench.inserted.reach(client, clock + at);
      const erased = bench.deleted.reach(client, clock + at);
      const length = Math.min(item.length, written.until - clock, erased.until - clock, bench.untilOf(client, clock + at) - clock) - at;
      if (!item.deleted && written.inside) pieces.push({ at: index, length, bring: null });
      else if (item.deleted && erased.inside && !written.inside) {
        pieces.push({
          at: index,
          length: 0,
          bring: { words: item.content.str.slice(at, at + length), author: bench.authorOf(client, clock + at) },
        });
      }
      if (!item.deleted) index += length;
      at += length;
    }
  }
  for (const { at, length, bring } of pieces.reverse()) {
    if (bring === null) bench.as(bench.moderator, () => text.delete(at, length));
    else bench.as(bring.author, () => text.insert(at, bring.words));
  }
  if (formats.length > 0) bench.as(bench.moderator, (transaction) => formats.forEach((item) => item.delete(transaction)));
}

export function takeBackProse(parent: Y.XmlFragment, bench: Workbench): void {
  let index = parent.length;
  for (const item of itemsOf(parent).reverse()) {
    if (!(item.content instanceof Y.ContentType)) continue;
    const type = item.content.type;
    const isTheirs = bench.inserted.has(item.id.client, item.id.clock);
    if (item.deleted) {
      if (isTheirs || !bench.deleted.has(item.id.client, item.id.clock)) continue;
      bringBackBlock(parent, index, item, bench);
      continue;
    }
    index--;
    if (type instanceof Y.XmlText) takeBackText(type, bench);
    else if (type instanceof Y.XmlElement) takeBackProse(type, bench);
    if (isTheirs && !wordsOfOthers(type, bench.inserted)) {
      const at = index;
      bench.as(bench.moderator, () => parent.delete(at, 1));
    }
  }
}

/** Whether anything stands within a type that is not of the set: words, blocks, values. */
export function wordsOfOthers(type: Pick<Y.AbstractType<unknown>, '_map' | '_start'>, theirs: IdSet): boolean {
  const items = [...type._map.values()];
  for (let item = type._start; item !== null; item = item.right) items.push(item);
  return items.some((item) => {
    if (item.deleted) return false;
    if (item.content instanceof Y.ContentType) return wordsOfOthers(item.content.type, theirs);
    if (item.parentSub === 'position' || item.parentSub === 'removed' || item.content instanceof Y.ContentFormat) return false;
    for (let clock = item.id.clock; clock < item.id.clock + item.length;) {
      const { inside, until } = theirs.reach(item.id.client, clock);
      if (!inside) return true;
      clock = until;
    }
    return false;
  });
}
