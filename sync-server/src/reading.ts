/** Reading documents as they durably are: canonical content, or one update. What has not changed is not built again. */
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import { meaningHash } from '@ginnel/merge/canonical/hash';
import type { CanonicalContent, LiveDocument } from '@ginnel/merge/contract';
import { createLiveDocument } from '@ginnel/merge/live-document';
import type { DocumentLog, StoredDocument } from '@ginnel/store/ports/document-log';

export interface Reading {
  readonly info: DocumentInfo;
  /** The last row of the log that is in it. */
  readonly seq: number;
  readonly hash: string;
  readonly content: CanonicalContent;
}

export interface UpdateReading {
  readonly update: Uint8Array;
  readonly epoch: number;
  readonly seq: number;
}

export interface Reader {
  /** `null`: no such document. */
  content(documentId: string): Promise<Reading | null>;
  /** The whole document as one Yjs v1 update; `null`: no such document. */
  update(documentId: string): Promise<UpdateReading | null>;
}

/** How many documents' content is kept as read: a borough's busy ones. */
const KEPT = 64;

export function createReader(log: Pick<DocumentLog, 'load'>): Reader {
  const kept = new Map<string, Reading>();

  return {
    async content(documentId) {
      const stored = await log.load(documentId as DocumentId);
      if (stored === null) return null;
      const before = kept.get(documentId);
      kept.delete(documentId);
      const unchanged = before?.seq === stored.headSeq && before.info.epoch === stored.info.epoch;
      const reading = unchanged ? { ...before, info: stored.info } : readContent(stored);
      kept.set(documentId, reading);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
      return reading;
    },

    async update(documentId) {
      const stored = await log.load(documentId as DocumentId);
      if (stored === null) return null;
      const { info, headSeq, snapshot, tail } = stored;
      const update = snapshot !== null && tail.length === 0 ? snapshot.update : withLive(stored, (live) => live.encode());
      return { update, epoch: info.epoch, seq: headSeq };
    },
  };
}

function readContent(stored: StoredDocument): Reading {
  const content = withLive(stored, (live) => live.content());
  return { info: stored.info, seq: stored.headSeq, hash: meaningHash(content), content };
}

function withLive<T>({ info, snapshot, tail }: StoredDocument, read: (live: LiveDocument) => T): T {
  const live = createLiveDocument(info.kind);
  try {
    live.applyAll([...(snapshot === null ? [] : [snapshot.update]), ...tail.map(({ update }) => update)]);
    return read(live);
  } finally {
    live.destroy();
  }
}
