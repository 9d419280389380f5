/** Taking back words: theirs go, what they deleted comes back under its author, at its place among what stands. */
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { itemsOf } from '../attribution/items.ts';
import type { IdSet } from '../attribution/id-set.ts';
import type { IdRange } from '../contract.ts';
import { bringBackBlock, bringBackWords } from './bring-back.ts';
import { marksBetween, marksOf, withMark, type Marks } from './marks.ts';
import type { Workbench } from './workbench.ts';

interface Piece {
  readonly at: number;
  readonly length: number;
  /** The words to bring back, with their author and marks; null to delete. */
  readonly bring: { readonly words: string; readonly author: Author; readonly marks: Marks } | null;
}

/** What is to stand in the end, with its marks. */
interface Wanted {
  readonly length: number;
  readonly marks: Marks;
}

export function takeBackText(text: Y.Text, bench: Workbench): void {
  const pieces: Piece[] = [];
  const wanted: Wanted[] = [];
  const formats: Y.Item[] = [];
  let marks: Marks = {};
  let index = 0;
  for (const item of itemsOf(text)) {
    const { client, clock } = item.id;
    if (item.content instanceof Y.ContentFormat && !item.deleted) {
      marks = withMark(marks, item.content.key, item.content.value);
      if (bench.inserted.has(client, clock)) formats.push(item);
    }
    if (!(item.content instanceof Y.ContentString)) continue;
    for (let at = 0; at < item.length;) {
      const written = bench.inserted.reach(client, clock + at);
      const erased = bench.deleted.reach(client, clock + at);
      const length = Math.min(item.length, written.until - clock, erased.until - clock, bench.untilOf(client, clock + at) - clock) - at;
      if (!item.deleted && written.inside) pieces.push({ at: index, length, bring: null });
      else if (!item.deleted)
        wanted.push(...marksWanted({ client, clock: clock + at, length }, (each) => bench.marks.without(client, each, marks)));
      else if (erased.inside && !written.inside) {
        const author = bench.authorOf(client, clock + at);
        let from = at;
        for (const part of marksWanted({ client, clock: clock + at, length }, (each) => bench.marks.ofGone(client, each) ?? {})) {
          const bring = { words: item.content.str.slice(from, from + part.length), author, marks: part.marks };
          pieces.push({ at: index, length: 0, bring });
          wanted.push(part);
          from += part.length;
        }
      }
      if (!item.deleted) index += length;
      at += length;
    }
  }
  if (formats.length > 0) bench.as(bench.moderator, (transaction) => formats.forEach((item) => item.delete(transaction)));
  for (const { at, length, bring } of pieces.reverse()) {
    if (bring === null) bench.as(bench.moderator, () => text.delete(at, length));
    else bench.as(bring.author, () => text.insert(at, bring.words, text instanceof Y.XmlText ? { ...bring.marks } : undefined));
  }
  if (text instanceof Y.XmlText) markAsWanted(text, wanted, bench);
}

/** Characters that are to have the same marks, together. */
function marksWanted({ clock, length }: IdRange, of: (clock: number) => Marks): Wanted[] {
  const runs: { length: number; marks: Marks }[] = [];
  for (let i = 0; i < length; i++) {
    const marks = of(clock + i);
    const last = runs.at(-1);
    if (last !== undefined && Object.keys(marksBetween(last.marks, marks)).length === 0) last.length++;
    else runs.push({ length: 1, marks });
  }
  return runs;
}

/** Sets the marks of what stands where they are others than wanted. */
function markAsWanted(text: Y.XmlText, wanted: readonly Wanted[], bench: Workbench): void {
  const present = marksOf(text);
  let [i, used, at] = [0, 0, 0];
  for (const { length, marks } of wanted) {
    for (let left = length; left > 0;) {
      const run = present[i];
      if (run === undefined) return;
      const count = Math.min(left, run.length - used);
      const change = marksBetween(run.marks, marks);
      const from = at;
      if (Object.keys(change).length > 0) bench.as(bench.moderator, () => text.format(from, count, change));
      [left, used, at] = [left - count, used + count, at + count];
      if (used === run.length) [i, used] = [i + 1, 0];
    }
  }
}

export function takeBackProse(parent: Y.XmlFragment, bench: Workbench): void {
  let index = parent.length;
  for (const item of itemsOf(parent).reverse()) {
    if (!(item.content instanceof Y.ContentType)) continue;
    const type = item.content.type;
    const isTheirs = bench.inserted.has(item.id.client, item.id.clock);
    if (item.deleted) {
      if (isTheirs) continue;
      if (bench.deleted.has(item.id.client, item.id.clock)) bringBackBlock(parent, index, item, bench);
      else if (bench.evenFromDeletedBlocks) bringBackWords(parent, index, item, bench);
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
