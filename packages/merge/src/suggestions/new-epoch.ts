/**
 * An open suggestion in a new epoch. Its fork holds the old history and goes with it; what it suggests is made anew on what
 * stands, so that the suggester's words are not lost because something else was expunged.
 */
import type { Random } from '@ginnel/base/ports';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import type { CanonicalContent } from '../contract.ts';
import { ownEdit } from '../edits/open.ts';
import { restoreText } from '../versions/restore-text.ts';
import { restore } from '../versions/restore.ts';
import { openFork } from './fork.ts';
import { remake, type LateSuggestion } from './late.ts';

/**
 * The server: `contentWithout(kind, what, …)` over the rows of the fork, what its original was told of among them; then this. Not for
 * a suggester who is expunged.
 *
 * @param original  of the new epoch
 * @param content   what the fork read, without what is expunged
 * @returns the suggestion's edits under fresh clientIDs of the author's; decisions on changes of the old fork end with it
 */
export function suggestAnew(
  kind: DocumentKind,
  original: Y.Doc,
  content: CanonicalContent,
  { author, random }: { author: Author; random: Random },
): LateSuggestion {
  const fork = openFork(kind, Y.encodeStateAsUpdate(original), random);
  restore(kind, fork, content);
  // Restoring leaves the notes alone; in a suggestion they are words like others.
  ownEdit(fork, () => restoreText(fork.getText('notes'), String(content['notes'] ?? '')));
  const made = remake(kind, original, fork, { author, random });
  fork.destroy();
  return made;
}
