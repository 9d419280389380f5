/** Edits of plain text: the smallest change that makes a text read as given, so that nobody else's words lose their author. */
import type * as Y from 'yjs';
import { OWN_EDIT } from './open.ts';

export interface TextChange {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/**
 * The one splice between two texts, or `null` when they are equal. Where letters repeat ("aa" → "aaa") the splice is put
 * before the caret, where the typing happened. Never splits a surrogate pair.
 *
 * @param caret  place of the caret in `next`, in UTF-16 code units
 */
export function spliceBetween(previous: string, next: string, caret = next.length): TextChange | null {
  if (previous === next) return null;
  const longest = Math.min(previous.length, next.length);
  let start = 0;
  const startLimit = Math.min(longest, Math.max(0, caret - Math.max(0, next.length - previous.length)));
  while (start < startLimit && previous[start] === next[start]) start++;
  let end = 0;
  while (end < longest - start && previous[previous.length - 1 - end] === next[next.length - 1 - end]) end++;
  // What the caret's bound left out: a change that lies after the caret (a forward delete, a drop).
  while (start < previous.length - end && start < next.length - end && previous[start] === next[start]) start++;
  if (start > 0 && isHighSurrogate(previous, start - 1) && (isLowSurrogate(previous, start) || isLowSurrogate(next, start))) start--;
  if (end > 0 && isLowSurrogate(previous, previous.length - end)) end--;
  return { at: start, remove: previous.length - end - start, insert: next.slice(start, next.length - end) };
}

/** Makes `text` read `next`, as the person's own edit. */
export function setText(text: Y.Text, next: string, caret?: number): void {
  const change = spliceBetween(text.toString(), next, caret);
  if (change === null) return;
  const apply = () => {
    if (change.remove > 0) text.delete(change.at, change.remove);
    if (change.insert !== '') text.insert(change.at, change.insert);
  };
  if (text.doc === null) apply();
  else text.doc.transact(apply, OWN_EDIT);
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
