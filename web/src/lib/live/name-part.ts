/** Names a party to a commitment: an empty part, in which only that party will write. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { addEntry, type ListPath } from '@ginnel/merge/edits/entries';
import type * as Y from 'yjs';

/**
 * Not a step of undo: once a party is named, only the party (or a moderator) takes its part out of sight, so undoing it
 * would be refused.
 */
export function namePart(kind: DocumentKind, doc: Y.Doc, list: ListPath, party: string): void {
  // The outermost transaction's origin counts; this one has none that undo follows.
  doc.transact(() => addEntry(kind, doc, list, { id: party }));
}
