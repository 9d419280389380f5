/** Differences between two texts word by word, in any script. */
import { diffArrays } from 'diff';

/** Words that both texts have, or one of them alone. */
export interface WordRun {
  readonly type: 'same' | 'added' | 'removed';
  readonly text: string;
}

/**
 * Beyond so many changed words two passages are shown as one replaced by the other: nobody reads such a difference, and finding
 * it takes time that grows with the square (a quarter of a second here).
 */
const MAX_CHANGED_WORDS = 800;
/** Texts with more words are first compared line by line, and word by word only in lines that changed. */
const MANY_WORDS = 2000;

const words = new Intl.Segmenter('und', { granularity: 'word' });

/** The runs, joined, of `same` and `removed` are `before`; of `same` and `added`, `after`. Removed words come before what replaced them. */
export function compareWords(before: string, after: string): WordRun[] {
  if (before === after) return before === '' ? [] : [{ type: 'same', text: before }];
  return compareTokens(tokensOf(before), tokensOf(after));
}

function compareTokens(from: readonly string[], to: readonly string[]): WordRun[] {
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
  if (from.length === 0 || to.length === 0) return replaced(from, to);
  const isLong = from.length > MANY_WORDS || to.length > MANY_WORDS;
  const lines = isLong ? [linesOf(from), linesOf(to)] : [];
  if (lines.some((each) => each.length > 1)) return changedLines(lines[0] ?? [], lines[1] ?? []);
  const changes = diffArrays([...from], [...to], { maxEditLength: MAX_CHANGED_WORDS });
  if (changes === undefined) return replaced(from, to);
  return changes.map(({ added, removed, value }) => ({ type: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }));
}

function changedLines(from: readonly string[], to: readonly string[]): WordRun[] {
  const changes = diffArrays([...from], [...to], { maxEditLength: MAX_CHANGED_WORDS });
  if (changes === undefined) return replaced(from, to);
  const runs: WordRun[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = (): void => {
    runs.push(...compareWithin(gone.join(''), come.join('')));
    gone = [];
    come = [];
  };
  for (const { added, removed, value } of changes) {
    if (removed) gone.push(...value);
    else if (added) come.push(...value);
    else {
      flush();
      runs.push({ type: 'same', text: value.join('') });
    }
  }
  flush();
  return runs;
}

/** Word by word, however many lines it is. */
function compareWithin(before: string, after: string): WordRun[] {
  const [from, to] = [tokensOf(before), tokensOf(after)];
  if (from.length > MANY_WORDS || to.length > MANY_WORDS) return replaced(from, to);
  return compareTokens(from, to);
}

function replaced(from: readonly string[], to: readonly string[]): WordRun[] {
  return [
    { type: 'removed', text: from.join('') },
    { type: 'added', text: to.join('') },
  ];
}

/** Tokens joined into lines, each with its line break. */
function linesOf(tokens: readonly string[]): string[] {
  return tokens.join('').split(/(?<=\n)/);
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
