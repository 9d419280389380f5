/** The log without a disk, for simulations and tests: the same answers as the databases, by the same decision. */
import { assert } from '@ginnel/base/assert';
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import { assertWellFormed, checkAppend } from '../log/check-append.ts';
import type { Append, Appended, DocumentLog, LogRow, Snapshot } from '../ports/document-log.ts';

interface Held {
  info: DocumentInfo;
  rows: LogRow[];
  snapshot: Snapshot | null;
  readonly leases: Map<number, Author>;
}

export interface MemoryLog extends DocumentLog {
  /** Creates the document, or moves its phase, rights or epoch on. */
  putDocument(info: DocumentInfo): void;
}

export function createMemoryLog(): MemoryLog {
  const documents = new Map<DocumentId, Held>();

  function appendOne(append: Append): Appended {
    const held = documents.get(append.documentId);
    const standing = held === undefined ? null : { ...held.info, headSeq: held.rows.length };
    const refused = checkAppend(append, standing, (clientId) => held?.leases.get(clientId) ?? null);
    if (refused !== null) return refused;
    assert(held !== undefined, 'an append that passes has a document');
    for (const { clientId, author } of append.leases) held.leases.set(clientId, author);
    for (const row of append.rows) held.rows.push({ ...row, update: row.update.slice(), seq: held.rows.length + 1 });
    return { outcome: 'durable', headSeq: held.rows.length };
  }

  return {
    putDocument: (info) => {
      const held = documents.get(info.id);
      if (held === undefined) documents.set(info.id, { info, rows: [], snapshot: null, leases: new Map() });
      else held.info = info;
    },
    append: async (appends) => {
      appends.forEach(assertWellFormed);
      return appends.map(appendOne);
    },
    load: async (documentId) => {
      const held = documents.get(documentId);
      if (held === undefined) return null;
      const { info, rows, snapshot } = held;
      const leases = [...held.leases].map(([clientId, author]) => ({ clientId, author }));
      return { info, headSeq: rows.length, snapshot, tail: rows.slice(snapshot?.seq ?? 0), leases };
    },
    read: async (documentId, afterSeq, limit) => documents.get(documentId)?.rows.slice(afterSeq, afterSeq + limit) ?? [],
    heads: async (documentIds) =>
      documentIds.flatMap((documentId) => {
        const held = documents.get(documentId);
        if (held === undefined) return [];
        const { epoch, rightsVersion } = held.info;
        return [{ documentId, epoch, rightsVersion, headSeq: held.rows.length }];
      }),
    keepSnapshot: async (documentId, epoch, snapshot) => {
      const held = documents.get(documentId);
      if (held === undefined || held.info.epoch !== epoch) return;
      assert(snapshot.seq <= held.rows.length, 'a snapshot holds only what is durable');
      if (held.snapshot === null || held.snapshot.seq < snapshot.seq) held.snapshot = snapshot;
    },
    close: async () => {},
  };
}
