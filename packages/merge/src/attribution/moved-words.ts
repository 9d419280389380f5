/**
 * Words that come back or move keep their author. Yjs has no such edit: undoing a deletion, pressing Enter inside a paragraph
 * and joining two paragraphs all write the words anew, under the clientID of whoever pressed the key. They are known again by
 * what they are: the very words that were deleted at that place, or by that same row elsewhere.
 */
import * as Y from 'yjs';
import { IdSet } from './id-set.ts';
import { itemsOf } from './items.ts';
import type { Effects } from './effects.ts';

/** `length` clocks of one client that are words of another place. */
export interface MovedWords {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
  readonly from: { readonly client: number; readonly clock: number };
}

/** Shorter words that one row deletes at one place and writes at another are the same by chance too easily. */
export const SHORTEST_MOVE = 4;
/** Letters that are read to know the words of one row again: some fifty milliseconds. What is beyond is its sender's, as if typed. */
const MOST_READ = 20_000_000;

/**
 * @param doc  holds the row, and everything ever deleted still readable
 * @param wasTheirs  whether an earlier row of the same sender had deleted a clock
 */
export function movedWordsIn(doc: Y.Doc, effects: Effects, wasTheirs: (id: Id) => boolean): MovedWords[] {
  const moved: MovedWords[] = [];
  const copied = new Set<Y.Item>();
  let sources: Source[] | null = null;
  const reading = { left: MOST_READ };
  for (const { first, clock, words } of stretchesIn(doc, effects)) {
    const beside = deletedBeside(doc, first);
    if (first.content instanceof Y.ContentType && beside !== null) {
      for (const child of bringBackBlock(first, beside, moved, reading)) copied.add(child);
    }
    if (words === '' || copied.has(first)) continue;
    const at = { client: first.id.client, clock };
    const back = beside !== null && first.rightOrigin !== null ? broughtBack(doc, first, words, wasTheirs(first.rightOrigin)) : 0;
    if (back > 0 && first.rightOrigin !== null) {
      moved.push({ ...at, length: back, from: first.rightOrigin });
    } else if (words.length >= SHORTEST_MOVE && effects.deleted.length > 0) {
      sources ??= sourcesOf(doc, effects);
      claim(at, words, sources, moved, reading);
    }
  }
  return moved;
}

/** What a row put at one place in one go: a block, or words, even when others of the row have split them since. */
interface Stretch {
  readonly first: Y.Item;
  readonly clock: number;
  /** Empty for what is not words. */
  words: string;
}

function stretchesIn(doc: Y.Doc, { inserted }: Effects): Stretch[] {
  const stretches: Stretch[] = [];
  let last: { readonly stretch: Stretch; readonly to: number } | null = null;
  for (const { item, from, to } of piecesIn(doc, inserted)) {
    const words = item.content instanceof Y.ContentString ? item.content.str.slice(from - item.id.clock, to - item.id.clock) : '';
    const { first } = last?.stretch ?? {};
    const goesOn =
      words !== '' &&
      last !== null &&
      first?.content instanceof Y.ContentString &&
      first.id.client === item.id.client &&
      last.to === from &&
      item.origin?.client === first.id.client &&
      item.origin.clock === from - 1 &&
      Y.compareIDs(item.rightOrigin, first.rightOrigin);
    if (goesOn && last !== null) last = { stretch: last.stretch, to };
    else {
      last = { stretch: { first: item, clock: from, words: '' }, to };
      stretches.push(last.stretch);
    }
    last.stretch.words += words;
  }
  return stretches;
}

interface Id {
  readonly client: number;
  readonly clock: number;
}

/** Deleted words of one text, in order, with where their ids run on. */
interface Source {
  readonly words: string;
  readonly runs: readonly Run[];
  /** Words before this index are taken. */
  from: number;
}

/** Letters from an index on whose ids follow one another. */
interface Run extends Id {
  readonly at: number;
}

/** @param reading  letters that may still be read to find any words of this row */
function claim(to: Id, words: string, sources: readonly Source[], moved: MovedWords[], reading: { left: number }): boolean {
  for (const source of sources) {
    if (reading.left < 0) return false;
    const at = source.words.indexOf(words, source.from);
    reading.left -= (at === -1 ? source.words.length : at) - source.from + words.length;
    if (at === -1) continue;
    source.from = at + words.length;
    for (let i = 0, run = runHolding(source.runs, at); i < words.length; run++) {
      const { at: start, client, clock } = source.runs[run]!;
      const length = Math.min((source.runs[run + 1]?.at ?? Infinity) - at, words.length) - i;
      moved.push({ client: to.client, clock: to.clock + i, length, from: { client, clock: clock + at + i - start } });
      i += length;
    }
    return true;
  }
  return false;
}

function runHolding(runs: readonly Run[], at: number): number {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (runs[middle]!.at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The words that a row deleted, text by text; not those that it wrote itself. */
function sourcesOf(doc: Y.Doc, { inserted, deleted }: Effects): Source[] {
  const [written, erased] = [new IdSet(), new IdSet()];
  for (const range of inserted) written.add(range);
  for (const range of deleted) erased.add(range);
  const texts = new Set(piecesIn(doc, deleted).flatMap(({ item }) => (item.content instanceof Y.ContentString ? [item.parent] : [])));
  const left = (client: number, clock: number): Reach => {
    const [gone, own] = [erased.reach(client, clock), written.reach(client, clock)];
    return { inside: gone.inside && !own.inside, until: Math.min(gone.until, own.until) };
  };
  return [...texts].map((text) => sourceOf(text as Y.Text, left));
}

/** Whether a clock belongs, and until which clock that holds. */
interface Reach {
  readonly inside: boolean;
  readonly until: number;
}

function sourceOf(text: Y.Text, reachOf: (client: number, clock: number) => Reach): Source {
  const parts: string[] = [];
  const runs: Run[] = [];
  let [at, next] = [0, -1];
  for (const { id, content } of itemsOf(text)) {
    if (!(content instanceof Y.ContentString)) continue;
    const { client } = id;
    const end = id.clock + content.str.length;
    for (let clock = id.clock; clock < end;) {
      const { inside, until } = reachOf(client, clock);
      const to = Math.min(until, end);
      if (inside) {
        if (runs.at(-1)?.client !== client || clock !== next) runs.push({ at, client, clock });
        parts.push(content.str.slice(clock - id.clock, to - id.clock));
        at += to - clock;
        next = to;
      }
      clock = to;
    }
  }
  return { words: parts.join(''), runs, from: 0 };
}

const ALL: Reach = { inside: true, until: Infinity };

/** Undo brings a deleted block back as a copy, with what was deleted together with it. @returns the copy's words */
function bringBackBlock(item: Y.Item, old: Y.Item, moved: MovedWords[], reading: { left: number }): Y.Item[] {
  const [made, was] = [(item.content as Y.ContentType).type, (old.content as Y.ContentType).type];
  if (made instanceof Y.XmlText && was instanceof Y.XmlText) {
    const sources = [sourceOf(was, () => ALL)];
    return itemsOf(made).filter(({ id, content }) => content instanceof Y.ContentString && claim(id, content.str, sources, moved, reading));
  }
  if (!(made instanceof Y.XmlElement && was instanceof Y.XmlElement && made.nodeName === was.nodeName)) return [];
  const olds = itemsOf(was).filter(({ content }) => content instanceof Y.ContentType);
  return itemsOf(made)
    .filter(({ content }) => content instanceof Y.ContentType)
    .flatMap((child) => {
      const at = olds.findIndex((each) => typeOf(each)?.constructor === typeOf(child)?.constructor);
      const [match] = at === -1 ? [] : olds.splice(0, at + 1).slice(-1);
      return match === undefined ? [] : bringBackBlock(child, match, moved, reading);
    });
}

/** The deleted item before which an item was put, in the same parent, when it is of the same sort. */
function deletedBeside(doc: Y.Doc, { rightOrigin, parent, content }: Y.Item): Y.Item | null {
  const beside = rightOrigin === null ? null : itemAt(doc, rightOrigin);
  const isAlike = beside !== null && beside.deleted && beside.parent === parent && beside.content.constructor === content.constructor;
  return isAlike ? beside : null;
}

/**
 * How many of the words are those that were deleted from the right origin on: all of one deleted stretch, or a part of it that was
 * surely brought back. Yjs types behind what is deleted and never before it; undo brings back before. So whoever writes before words
 * that they had deleted themselves brings those back, be it a single letter.
 */
function broughtBack(doc: Y.Doc, { origin, rightOrigin }: Y.Item, words: string, wasTheirs: boolean): number {
  const { client, clock } = rightOrigin!;
  let whole = 0;
  let isPart = false;
  // By clock, not by place: what was brought back before may stand between two of them.
  for (let at = clock; whole < words.length;) {
    const item = itemAt(doc, { client, clock: at });
    if (item === null || !item.deleted || !(item.content instanceof Y.ContentString)) break;
    const found = item.content.str.slice(at - item.id.clock);
    if (!words.startsWith(found, whole)) {
      isPart = found.startsWith(words.slice(whole));
      break;
    }
    whole += found.length;
    at = item.id.clock + item.length;
  }
  // Typing never starts behind a deleted letter; undo does.
  const isUndo = wasTheirs || (origin?.client === client && origin.clock === clock - 1 && itemAt(doc, origin)?.deleted === true);
  // What undo brings back was deleted to its end: a few letters that somebody goes on from are typed.
  if (whole === words.length || whole >= SHORTEST_MOVE) return whole;
  return (isUndo || words.length >= SHORTEST_MOVE) && isPart ? words.length : 0;
}

interface ItemPiece {
  readonly item: Y.Item;
  readonly from: number;
  readonly to: number;
}

function piecesIn(doc: Y.Doc, ranges: Effects['inserted']): ItemPiece[] {
  return ranges.flatMap(({ client, clock, length }) => {
    const structs = doc.store.clients.get(client) ?? [];
    const pieces: ItemPiece[] = [];
    for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
      const item = structs[i] as Y.Item | Y.GC;
      const [from, to] = [Math.max(clock, item.id.clock), Math.min(clock + length, item.id.clock + item.length)];
      if (to <= from) break;
      if (item instanceof Y.Item) pieces.push({ item, from, to });
    }
    return pieces;
  });
}

function itemAt(doc: Y.Doc, { client, clock }: Id): Y.Item | null {
  const structs = doc.store.clients.get(client);
  const last = structs?.at(-1);
  if (structs === undefined || last === undefined || clock >= last.id.clock + last.length) return null;
  const found = structs[Y.findIndexSS(structs, clock)];
  return found instanceof Y.Item ? found : null;
}

function typeOf({ content }: Y.Item): unknown {
  return content instanceof Y.ContentType ? content.type : null;
}
