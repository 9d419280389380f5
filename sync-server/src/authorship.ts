/** Who wrote what stands in a document, from its durable log. What has not changed is not worked out again. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { DocumentId } from '@ginnel/base/ids';
import { type AuthoredTexts, readAuthoredTexts } from '@ginnel/merge/attribution/authored-texts';
import { type DocumentLog, StorageError, type StoredDocument } from '@ginnel/store/ports/document-log';

export interface Authorship extends AuthoredTexts {
  readonly epoch: number;
  /** The last row of the log that is in it. */
  readonly seq: number;
}

export interface AuthorshipReader {
  /** `null`: no such document. */
  read(documentId: string): Promise<Authorship | null>;
}

/** How many documents' authorship is kept as read. */
const KEPT = 20;
/** Rows taken in before others have their turn: the rooms of the same process must not wait for a long log. */
const PAGE = 50;
const TRIES = 3;

export function createAuthorshipReader(log: Pick<DocumentLog, 'load' | 'read'>): AuthorshipReader {
  const kept = new Map<string, { readonly epoch: number; readonly seq: number; readonly answer: Promise<Authorship | null> }>();

  return {
    async read(documentId) {
      for (let left = TRIES; left > 0; left--) {
        const stored = await log.load(documentId as DocumentId);
        if (stored === null) return null;
        const { info, headSeq: seq } = stored;
        const before = kept.get(documentId);
        const same = before?.epoch === info.epoch && before.seq === seq;
        const entry = same ? before : { epoch: info.epoch, seq, answer: replay(log, stored) };
        kept.delete(documentId);
        kept.set(documentId, entry);
        if (kept.size > KEPT) kept.delete(kept.keys().next().value as string);
        const answer = await entry.answer.catch((error: unknown) => {
          if (kept.get(documentId) === entry) kept.delete(documentId);
          throw error;
        });
        if (answer !== null) return answer;
        if (kept.get(documentId) === entry) kept.delete(documentId);
      }
      throw new StorageError('The document began a new epoch again and again while its log was read');
    },
  };
}

/** @returns null when the epoch ended while it was read */
async function replay(log: Pick<DocumentLog, 'load' | 'read'>, { info, headSeq, leases }: StoredDocument): Promise<Authorship | null> {
  const holders = new Map(leases.map(({ clientId, author }) => [clientId, author]));
  const texts = readAuthoredTexts(info.kind, (clientId) => holders.get(clientId) ?? null);
  try {
    let seq = 0;
    while (seq < headSeq) {
      const rows = await log.read(info.id, seq, Math.min(PAGE, headSeq - seq));
      if (rows.length === 0) return null;
      for (const row of rows) texts.record(row);
      seq = rows.at(-1)?.seq ?? headSeq;
      await othersTurn();
    }
    const now = await log.load(info.id);
    if (now?.info.epoch !== info.epoch) return null;
    return { epoch: info.epoch, seq: headSeq, ...texts.read() };
  } finally {
    texts.destroy();
  }
}
