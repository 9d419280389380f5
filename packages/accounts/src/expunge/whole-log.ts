/** A document's log from its first row to its head. */
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentLog, LogRow, StoredDocument } from '@ginnel/store/ports/document-log';

export type ReadableLog = Pick<DocumentLog, 'load' | 'read'>;

const PAGE_ROWS = 2000;

/** `null`: no such document. */
export async function wholeLog(log: ReadableLog, id: DocumentId): Promise<{ stored: StoredDocument; rows: readonly LogRow[] } | null> {
  const rows: LogRow[] = [];
  for (;;) {
    const page = await log.read(id, rows.at(-1)?.seq ?? 0, PAGE_ROWS);
    rows.push(...page);
    if (page.length === 0) break;
  }
  const stored = await log.load(id);
  if (stored === null) return null;
  // Rows of an epoch that ended in between are not this one's.
  const isOfOneEpoch = (rows.at(-1)?.seq ?? stored.headSeq) === stored.headSeq;
  return isOfOneEpoch ? { stored, rows } : await wholeLog(log, id);
}
