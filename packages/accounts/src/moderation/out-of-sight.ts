/**
 * Whether words are held or hidden: the one place that says so. The document itself no longer has them, so its present
 * content may be shown as it is. Whatever shows words of a document from anywhere else (what a comment quotes, a stored
 * version, a fork, a report, a letter, a feed) asks here before it shows them, and leaves out what is out of sight.
 */
import { type KeptRun, keptText } from '@ginnel/merge/undo/kept-words';
import { heldIn } from '@ginnel/store/relational/held';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import type { Relational } from '@ginnel/store/relational/tables';

export interface Quoted {
  /** Where it stood, as far as that is known; empty: somewhere in the document. */
  readonly path: string;
  readonly text: string;
}

/** Elsewhere than at their own place, fewer letters than this are the same by chance. */
const LEAST = 8;

/** The words out of sight in a document of which a text is a part or has a part, the oldest first. None: it may be shown. */
export async function outOfSight(db: Relational, documentId: string, quoted: Quoted): Promise<HeldRow[]> {
  return (await heldIn(db, documentId)).filter((held) => isPartOf(held, quoted) || hasWhole(held, quoted));
}

/** Whether a text is a part of these words. White space does not count. */
export function isPartOf({ path, kept }: Pick<HeldRow, 'path' | 'kept'>, { path: at, text }: Quoted): boolean {
  const said = plain(text);
  return said.length >= (at === path ? 1 : LEAST) && wordsOf(kept).includes(said);
}

function hasWhole({ path, kept }: HeldRow, { path: at, text }: Quoted): boolean {
  const held = wordsOf(kept);
  return held.length >= (at === path ? 1 : LEAST) && plain(text).includes(held);
}

function wordsOf(kept: string): string {
  return plain(keptText((JSON.parse(kept) as { readonly runs: readonly KeptRun[] }).runs));
}

function plain(words: string): string {
  return words.trim().replace(/\s+/g, ' ');
}
