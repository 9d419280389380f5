/** Remembers which documents could not be read when they were last asked for: damaged, or on a disk that fails. */
import type { DocumentId } from '@ginnel/base/ids';
import { verifyDocument } from '@ginnel/store/log/verify-document';
import { DamagedError, type DocumentLog } from '@ginnel/store/ports/document-log';

export interface Watched {
  /** The same log. */
  readonly log: DocumentLog;
  unreadableDocuments(): number;
  /**
   * Reads the whole of a document, and rejects like `load`. One that opens and of which older rows do not fit counts as unreadable
   * too, until it is verified again.
   */
  verify(documentId: DocumentId, othersTurn: () => Promise<unknown>): Promise<void>;
}

export function watchReading(log: DocumentLog): Watched {
  const unreadable = new Set<DocumentId>();
  const incomplete = new Set<DocumentId>();
  const watched: DocumentLog = {
    ...log,
    async load(documentId) {
      try {
        const stored = await log.load(documentId);
        unreadable.delete(documentId);
        return stored;
      } catch (error) {
        unreadable.add(documentId);
        throw error;
      }
    },
  };
  return {
    log: watched,
    unreadableDocuments: () => new Set([...unreadable, ...incomplete]).size,
    async verify(documentId, othersTurn) {
      try {
        await verifyDocument(watched, documentId, othersTurn);
        incomplete.delete(documentId);
      } catch (error) {
        if (error instanceof DamagedError && !unreadable.has(documentId)) incomplete.add(documentId);
        throw error;
      }
    },
  };
}
