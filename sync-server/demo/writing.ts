/** Short ways to write the edits of the demo documents, on the merge engine's typed edits. */
import { addEntry } from '@ginnel/merge/edits/entries';
import { proseAt, textAt } from '@ginnel/merge/edits/open';
import { appendProse, paragraphs } from '@ginnel/merge/edits/prose';
import { setText } from '@ginnel/merge/edits/text';
import { assert } from '@ginnel/base/assert';
import type { Draft } from './script.ts';

/** Ids of demo entries say what they are: `p_0000litter`. */
export function entryId(letter: string, name: string): string {
  return `${letter}_${name.padStart(10, '0')}`;
}

export function addPriority(
  draft: Draft,
  name: string,
  fields: Readonly<Record<'title' | 'why' | 'evidence' | 'affected' | 'outcome', string>>,
): void {
  addEntry('priorities', draft, ['priorities'], { id: entryId('p', name), fields });
}

export function addPlanPriority(
  draft: Draft,
  name: string,
  { title, outcome, why }: { title: string; outcome: string; why: readonly string[] },
): void {
  const id = entryId('p', name);
  addEntry('plan', draft, ['priorities'], { id, fields: { title, outcome } });
  writeProse(draft, ['priorities', id, 'why'], ...why);
}

export function addAsset(
  draft: Draft,
  name: string,
  fields: { readonly name: string; readonly about: string; readonly kind: string },
): void {
  addEntry('plan', draft, ['assets'], { id: entryId('a', name), fields });
}

export interface Action {
  readonly what: string;
  /** The name of the plan's priority that it serves. */
  readonly priority: string;
  readonly serviceOwner: string;
  readonly communityOwner: string;
  readonly due: string;
  readonly progress: string;
}

export function addAction(draft: Draft, name: string, { priority, ...fields }: Action): void {
  addEntry('plan', draft, ['actions'], { id: entryId('t', name), fields: { ...fields, priority: entryId('p', priority) } });
}

export type Indicator = Readonly<Record<'name' | 'baseline' | 'target' | 'latest' | 'asOf' | 'source', string>>;

export function addIndicator(draft: Draft, name: string, fields: Indicator): void {
  addEntry('plan', draft, ['indicators'], { id: entryId('i', name), fields });
}

export function addCommitment(draft: Draft, name: string, fields: Readonly<Record<'title' | 'outcome', string>>): void {
  addEntry('deal', draft, ['commitments'], { id: entryId('c', name), fields });
}

/** A party joins a commitment with its own words. */
export function addPart(draft: Draft, name: string, party: string, text: string): void {
  addEntry('deal', draft, ['commitments', entryId('c', name), 'parts'], { id: party, fields: { text } });
}

/** Writes at the end of a plain text. */
export function write(draft: Draft, [root, ...path]: readonly [string, ...string[]], words: string): void {
  const text = textAt(draft, root, ...path);
  assert(text !== null, `a text stands at ${[root, ...path].join('/')}`);
  setText(text, text.toString() + words);
}

/** Adds paragraphs at the end of a rich text. */
export function writeProse(draft: Draft, [root, ...path]: readonly [string, ...string[]], ...texts: readonly string[]): void {
  const fragment = proseAt(draft, root, ...path);
  assert(fragment !== null, `prose stands at ${[root, ...path].join('/')}`);
  appendProse(fragment, paragraphs(...texts));
}

export function addCardGroup(draft: Draft, name: string, title: string): void {
  addEntry('session', draft, ['groups'], { id: entryId('g', name), fields: { title } });
}

/** @param group  the name of the group that it lies in, if in any */
export function addCard(draft: Draft, name: string, words: string, group?: string): void {
  addEntry('session', draft, ['cards'], {
    id: entryId('k', name),
    fields: { words, ...(group !== undefined && { group: entryId('g', group) }) },
  });
}
