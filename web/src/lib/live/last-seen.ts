/** What a document said when this person last looked at it on this device: to tell them what has changed since. */
import type { ContentByKind } from '@ginnel/merge/canonical/content';
import type { DocumentKind } from '@ginnel/domain/documents';
import { isTheirs } from '#lib/page/whose-device.ts';

export interface Seen {
  readonly atMs: number;
  readonly content: ContentByKind[DocumentKind];
}

/** Longer documents are not kept: there is room for about 5 MB of everything on a device. */
const MOST_CHARACTERS = 400_000;

/** Cleared with everything of this prefix at sign-out: see `clear-device.ts`. */
const keyOf = (personId: string, documentId: string) => `ginnel.seen.${personId}.${documentId}`;

export function lastSeen(personId: string, documentId: string): Seen | null {
  try {
    const kept = localStorage.getItem(keyOf(personId, documentId));
    return kept === null ? null : (JSON.parse(kept) as Seen);
  } catch {
    return null;
  }
}

/** Keeps nothing of somebody who has signed out meanwhile, in another window. */
export function keepSeen(personId: string, documentId: string, seen: Seen): void {
  if (!isTheirs(personId)) return;
  try {
    const kept = JSON.stringify(seen);
    if (kept.length <= MOST_CHARACTERS) localStorage.setItem(keyOf(personId, documentId), kept);
  } catch {
    // No room, or no storage: the next visit has nothing to compare with.
  }
}
