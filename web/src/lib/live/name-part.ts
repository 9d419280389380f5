/** Names a party to a commitment: an empty part, in which only that party will write. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { addEntry, type ListPath } from '@ginnel/merge/edits/entries';
import type * as Y from 'yjs';

export function namePart(kind: DocumentKind, doc: Y.Doc, list: ListPath, party: string): void {
  addEntry(kind, doc, list, { id: party });
}
