/**
 * Yjs tidies rich text by itself: whoever receives a remote edit deletes the ends of marks that no longer change how any
 * character reads, and sends that as an edit of their own, readers included. Such a deletion changes no word and no mark,
 * so it needs no right.
 */
import { equalFlat } from 'lib0/object';
import * as Y from 'yjs';
import type { YType } from './places.ts';

/**
 * Items that are read to find out whether the deletions of one update tidy, in all texts, tombstones among them: an honest paragraph has
 * hundreds, and this many cost ten milliseconds.
 */
export const MAX_ITEMS_READ = 100_000;

/** Counts, for one update, the items that were read. */
export interface Steps {
  taken: number;
}

/** What is open of one mark at a point of the text, with the deletion and without it. */
interface Open {
  before: unknown;
  after: unknown;
}

/**
 * Whether every character, and whatever would be typed at the end, reads the same once these items are gone. Beyond
 * `MAX_ITEMS_READ` the answer is no. Only marks that lose an end are looked at, for no other can change.
 *
 * @param gone  living items of the text
 * @param reading  counts, for one update, the items that were read
 */
export function readsTheSame(text: YType, gone: ReadonlySet<Y.Item>, reading: Steps): boolean {
  const touched = new Map<string, Open>();
  for (const { content } of gone) if (content instanceof Y.ContentFormat) touched.set(content.key, { before: null, after: null });
  const apart = new Set<Open>();
  let toCome = gone.size;
  for (let item = text._start; item !== null; item = item.right) {
    if (++reading.taken > MAX_ITEMS_READ) return false;
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      const open = touched.get(content.key);
      if (open === undefined) continue;
      open.before = content.value;
      if (gone.has(item)) toCome--;
      else open.after = content.value;
      if (open.before === open.after) apart.delete(open);
      else apart.add(open);
    } else if (!meetAgain(apart)) {
      return false;
    }
    if (toCome === 0 && apart.size === 0) return true;
  }
  return meetAgain(apart);
}

/** Whether marks that are not the same value say the same. If so they count as one from here on, and are not compared again. */
function meetAgain(apart: Set<Open>): boolean {
  for (const open of apart) {
    if (!sayTheSame(open.before, open.after)) return false;
    open.after = open.before;
  }
  apart.clear();
  return true;
}

/** As Yjs compares them: marks hold plain values, in any order. */
function sayTheSame(a: unknown, b: unknown): boolean {
  return a === b || (isObject(a) && isObject(b) && equalFlat(a, b));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
