/** Late offline edits that are no longer allowed become a suggestion instead of being lost. */
import type { Random } from '@ginnel/base/ports';
import { err, ok, type Result } from '@ginnel/base/result';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import type { Refusal } from '@ginnel/domain/refusals';
import * as Y from 'yjs';
import type { Brought } from '../attribution/bringing.ts';
import { make } from './accept.ts';
import { acceptables } from './differences.ts';
import { copyOf } from './structs.ts';

/** A fork, to be stored as the original's state followed by `update`. */
export interface LateSuggestion extends Brought {
  readonly changes: number;
}

/**
 * @param original  as it stands
 * @param update    well-formed and of its author's own clientIDs, refused because of what it does: rights or phase
 * @returns the suggestion's edits under fresh clientIDs of the author's, or `gap` when it builds on what is not there
 */
export function suggestLate(
  kind: DocumentKind,
  original: Y.Doc,
  update: Uint8Array,
  { author, random }: { author: Author; random: Random },
): Result<LateSuggestion, Refusal> {
  const late = copyOf(kind, original);
  try {
    Y.applyUpdate(late, update);
  } catch {
    return err({ kind: 'malformed', path: '' });
  }
  if (late.store.pendingStructs !== null || late.store.pendingDs !== null) return err({ kind: 'gap', path: '' });
  return ok(remake(kind, original, late, { author, random }));
}

/** The same suggestions as a fork has, made anew on the original as it stands, entries under clientIDs of their own. */
export function remake(
  kind: DocumentKind,
  original: Y.Doc,
  fork: Y.Doc,
  { author, random }: { author: Author; random: Random },
): LateSuggestion {
  const changes = acceptables(kind, original, fork);
  return { ...make(kind, original, changes, { acceptor: author, leaseOf: () => author, random }), changes: changes.length };
}
