/** Finds the words that somebody points at, with their author, and keeps them as they were found. */
import type { FoundWords } from '@ginnel/accounts/moderation/hold-words';
import { type KeptRun, keptWordsOf } from '@ginnel/merge/undo/kept-words';
import { contributionTo, findPassage, type Passage } from '@ginnel/merge/undo/passage';
import type { Histories } from './documents.ts';

/** What is kept with held words: enough to read them in their place, whatever becomes of the document. */
export interface Kept {
  readonly before: string;
  readonly after: string;
  readonly runs: readonly KeptRun[];
  readonly replaced: readonly Pick<KeptRun, 'words' | 'author'>[];
}

export interface Pointing {
  readonly documentId: string;
  readonly path: string;
  readonly quote: string;
}

/** `null`: the words do not stand there, or not any more. */
export async function passageAt(histories: Histories, { documentId, path, quote }: Pointing): Promise<Passage | null> {
  const found = await histories.of(documentId);
  return found === null ? null : findPassage(found.history, { path, quote });
}

/** @param personId  whose words of the passage; `null`: of whoever wrote most of it */
export async function wordsAt(histories: Histories, pointing: Pointing, personId: string | null): Promise<FoundWords | null> {
  const found = await histories.of(pointing.documentId);
  const passage = found === null ? null : findPassage(found.history, pointing);
  if (found === null || passage === null) return null;
  const who = personId ?? mainAuthor(passage);
  const author = passage.runs.find((run) => run.author.personId === who)?.author;
  if (author === undefined) return null;
  const ids = contributionTo(found.history, passage, author.personId);
  const kept: Kept = {
    before: passage.before,
    after: passage.after,
    runs: keptWordsOf(passage, author.personId),
    replaced: passage.replaced.filter(({ by }) => by === author.personId).map(({ words, author: whose }) => ({ words, author: whose })),
  };
  return { epoch: found.info.epoch, path: passage.path, author, kept: JSON.stringify(kept), ids: JSON.stringify(ids) };
}

/** Whoever wrote most of a passage. */
export function mainAuthor({ runs }: Passage): string | null {
  const lengths = new Map<string, number>();
  for (const { words, author } of runs) lengths.set(author.personId, (lengths.get(author.personId) ?? 0) + words.length);
  return [...lengths].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

export function keptOf(json: string): Kept {
  return JSON.parse(json) as Kept;
}
