/** Remembers which documents could not be read when they were last asked for: damaged, or on a disk that fails. */
import type { DocumentLog } from '@ginnel/store/ports/document-log';

export interface Watched {
  /** The same log. */
  readonly log: DocumentLog;
  unreadableDocuments(): number;
}

export function watchReading(log: DocumentLog): Watched {
  const unreadable = new Set<string>();
  return {
    log: {
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
    },
    unreadableDocuments: () => unreadable.size,
  };
}
