/** Everything of one document, also what opening it does not need: the rows that its snapshot stands for. */
import { setImmediate } from 'node:timers/promises';
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentLog } from '../ports/document-log.ts';

export type ReadableLog = Pick<DocumentLog, 'load' | 'read'>;

const PAGE_ROWS = 2000;

/**
 * Reads every row, the newest snapshot and every lease once. The log checks what it reads: checksums, and that no row is missing.
 *
 * @param othersTurn  awaited between pages, with nothing of the document held
 * @returns how many rows it has; 0 when there is no such document. Rejects like `load`.
 */
export async function verifyDocument(
  log: ReadableLog,
  documentId: DocumentId,
  othersTurn: () => Promise<unknown> = setImmediate,
): Promise<number> {
  const loaded = await verifyAsLoaded(log, documentId);
  let rows = loaded.rows;
  for (let afterSeq = 0; afterSeq < loaded.snapshotSeq;) {
    await othersTurn();
    const page = await verifyPage(log, documentId, afterSeq, loaded.snapshotSeq);
    rows += page.rows;
    afterSeq = page.lastSeq;
  }
  return rows;
}

/** In functions of their own, so that no row outlives its check while others have their turn. */
async function verifyAsLoaded(log: ReadableLog, documentId: DocumentId): Promise<{ rows: number; snapshotSeq: number }> {
  const stored = await log.load(documentId);
  return { rows: stored?.tail.length ?? 0, snapshotSeq: stored?.snapshot?.seq ?? 0 };
}

async function verifyPage(
  log: ReadableLog,
  documentId: DocumentId,
  afterSeq: number,
  upTo: number,
): Promise<{ rows: number; lastSeq: number }> {
  const page = await log.read(documentId, afterSeq, PAGE_ROWS);
  return { rows: page.filter(({ seq }) => seq <= upTo).length, lastSeq: page.at(-1)?.seq ?? upTo };
}
