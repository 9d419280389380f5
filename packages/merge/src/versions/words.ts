/** Differences between two texts word by word, in any script. */
import { diffArrays } from 'diff';

/** Words that both texts have, or one of them alone. */
export interface WordRun {
  readonly type: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Beyond so many changed words the two are shown as one text replaced by another: nobody reads such a difference, and it would take long. */
const MAX_CHANGED_WORDS = 4000;

const words = new Intl.Segmenter('und', { granularity: 'word' });

/** The runs, joined, of `same` and `removed` are `before`; of `same` and `added`, `after`. Removed words come before what replaced them. */
export function compareWords(before: string, after: string): WordRun[] {
  if (before === after) return before === '' ? [] : [{ type: 'same', text: before }];
  const from = tokensOf(before);
  const to = tokensOf(after);
  let start = 0;
  while (start < Math.min(from.length, to.length) && from[start] === to[start]) start++;
  let end = 0;
  while (end < Math.min(from.length, to.length) - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  const middle = changedBetween(from.slice(start, from.length - end), to.slice(start, to.length - end));
  return joined([
    { type: 'same', text: from.slice(0, start).join('') },
    ...middle,
    { type: 'same', text: end === 0 ? '' : from.slice(-end).join('') },
  ]);
}

/** How alike two texts are: the share of their words that they have in common, 0 to 1. */
export function likeness(before: string, after: string): number {
  if (before.length + after.length === 0) return 1;
  const same = compareWords(before, after).reduce((sum, run) => sum + (run.type === 'same' ? run.text.length : 0), 0);
  return (2 * same) / (before.length + after.length);
}

function changedBetween(from: readonly string[], to: readonly string[]): WordRun[] {
  const whole: WordRun[] = [
    { type: 'removed', text: from.join('') },
    { type: 'added', text: to.join('') },
  ];
  if (from.length === 0 || to.length === 0) return whole;
  const changes = diffArrays([...from], [...to], { maxEditLength: MAX_CHANGED_WORDS });
  if (changes === undefined) return whole;
  return changes.map(({ added, removed, value }) => ({ type: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }));
}

function joined(runs: readonly WordRun[]): WordRun[] {
  const out: WordRun[] = [];
  let removed = '';
  let added = '';
  const flush = (): void => {
    if (removed !== '') out.push({ type: 'removed', text: removed });
    if (added !== '') out.push({ type: 'added', text: added });
    removed = added = '';
  };
  for (const { type, text } of runs) {
    if (text === '') continue;
    if (type === 'removed') removed += text;
    else if (type === 'added') added += text;
    else {
      flush();
      const last = out.at(-1);
      if (last?.type === 'same') out[out.length - 1] = { type, text: last.text + text };
      else out.push({ type, text });
    }
  }
  flush();
  return out;
}

function tokensOf(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}
