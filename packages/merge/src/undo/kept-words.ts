/**
 * What is kept of held words so that they can be put back without their ids: each run with its marks and with what stands
 * around it while it is out of sight. Holds no ids.
 */
import type { PersonId } from '@ginnel/base/ids';
import type { Author } from '@ginnel/domain/people';
import type { Path } from '../bindings/fields.ts';
import type { Marks } from './marks.ts';
import type { Passage } from './passage.ts';
import { AROUND } from './places.ts';

export interface KeptRun {
  readonly words: string;
  readonly author: Author;
  readonly marks?: Marks;
  /** How many blocks of rich text begin between what is kept before and this. */
  readonly breaks?: number;
  /** What stands before and after it without the held words; a line for each block. */
  readonly before?: string;
  readonly after?: string;
}

export interface KeptWords {
  readonly path: Path;
  readonly runs: readonly KeptRun[];
  /** What stood around all of them: for words that were kept before each run knew its own place. */
  readonly before: string;
  readonly after: string;
  /** What they had replaced, and who brought that back: it goes again where it still stands so. */
  readonly replaced?: { readonly runs: readonly Pick<KeptRun, 'words' | 'author'>[]; readonly broughtBy: string };
}

/** One person's words of a passage. */
export function keptWordsOf({ before, runs, after }: Passage, personId: PersonId): KeptRun[] {
  let standing = before;
  const found: { readonly run: KeptRun; readonly at: number }[] = [];
  let breaks = 0;
  for (const { words, author, marks, breaks: begun } of runs) {
    standing += '\n'.repeat(begun);
    breaks += begun;
    if (author.personId !== personId) {
      standing += words;
      continue;
    }
    found.push({ run: { words, author, marks, breaks: found.length === 0 ? 0 : breaks }, at: standing.length });
    breaks = 0;
  }
  standing += after;
  return found.map(({ run, at }) => ({
    ...run,
    before: standing.slice(Math.max(0, at - AROUND), at),
    after: standing.slice(at, at + AROUND),
  }));
}

/** As they read. */
export function keptText(runs: readonly KeptRun[]): string {
  return runs.map(({ words, breaks = 0 }) => '\n'.repeat(breaks) + words).join('');
}
