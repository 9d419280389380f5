/**
 * Yjs tidies rich text by itself: whoever receives a remote edit deletes the ends of marks that no longer change how any
 * character reads, and sends that as an edit of their own, readers included. Such a deletion changes no word and no mark,
 * so it needs no right.
 */
import * as Y from 'yjs';
import type { YType } from './places.ts';

/** Whether every character, and whatever would be typed at the end, reads the same once these items are gone. */
export function readsTheSame(text: YType, gone: ReadonlySet<Y.Item>): boolean {
  const before = new Map<string, unknown>();
  const after = new Map<string, unknown>();
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat) {
      const { key, value } = item.content;
      set(before, key, value);
      if (!gone.has(item)) set(after, key, value);
    } else if (!areEqual(before, after)) {
      return false;
    }
  }
  return areEqual(before, after);
}

function set(marks: Map<string, unknown>, key: string, value: unknown): void {
  if (value === null) marks.delete(key);
  else marks.set(key, value);
}

function areEqual(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (JSON.stringify(value) !== JSON.stringify(b.get(key)) || !b.has(key)) return false;
  return true;
}
