/** Restoring a text word by word. */
import * as Y from 'yjs';
import { spliceBetween } from '../edits/text.ts';
import { compareWords } from './words.ts';

/** Makes a text read `next`, word by word from the end, so that every word that stays keeps its author. */
export function restoreText(text: Y.Text, next: string): void {
  let at = text.length;
  // A Y.XmlText's own `toString` writes its marks as tags.
  const runs = compareWords(Y.Text.prototype.toString.call(text), next);
  for (let i = runs.length - 1; i >= 0; i--) {
    const run = runs[i] as (typeof runs)[0];
    const before = runs[i - 1];
    if (run.type === 'same') {
      at -= run.text.length;
    } else if (run.type === 'added' && before?.type === 'removed') {
      at -= before.text.length;
      const change = spliceBetween(before.text, run.text);
      if (change !== null) splice(text, at + change.at, change.remove, change.insert);
      i--;
    } else if (run.type === 'added') {
      text.insert(at, run.text);
    } else {
      at -= run.text.length;
      text.delete(at, run.text.length);
    }
  }
}

function splice(text: Y.Text, at: number, remove: number, insert: string): void {
  if (remove > 0) text.delete(at, remove);
  if (insert !== '') text.insert(at, insert);
}
