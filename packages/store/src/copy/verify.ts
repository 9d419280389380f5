/** Reads every row, lease and snapshot of the log and checks each checksum and every sequence. */
import { setImmediate } from 'node:timers/promises';
import type { DocumentId } from '@ginnel/base/ids';
import { DamagedError } from '../ports/document-log.ts';
import type { Store } from '../store.ts';

export interface ReadableStore {
  readonly db: Store['db'];
  readonly log: Pick<Store['log'], 'load' | 'read'>;
}

export interface Verified {
  readonly documents: number;
  readonly rows: number;
  /** A sentence for each damaged document. */
  readonly damaged: readonly string[];
}

const PAGE_ROWS = 2000;

/** Goes on after damage, to name all of it. Rejects when the database cannot be read. May run while people are served. */
export async function verifyLog(
  { db, log }: ReadableStore,
  onProgress: (documents: number, of: number) => void = () => {},
): Promise<Verified> {
  const found = await db.selectFrom('document').select('id').orderBy('key').execute();
  const damaged: string[] = [];
  let rows = 0;
  for (const [i, { id }] of found.entries()) {
    try {
      rows += await verifyDocument(log, id as DocumentId);
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      damaged.push(error.message);
    }
    onProgress(i + 1, found.length);
    await setImmediate(); // SQLite is read in this thread: let others have their turn
  }
  return { documents: found.length, rows, damaged };
}

/** @returns how many rows it has */
async function verifyDocument(log: ReadableStore['log'], documentId: DocumentId): Promise<number> {
  const stored = await log.load(documentId);
  if (stored === null) return 0;
  let count = 0;
  let seq = 0;
  while (seq < stored.headSeq) {
    const page = await log.read(documentId, seq, PAGE_ROWS);
    const isFirstOfLaterEpoch = seq === 0 && stored.info.epoch > 1; // rows of ended epochs are gone
    let expected = isFirstOfLaterEpoch ? (page[0]?.seq ?? stored.headSeq + 1) : seq + 1;
    for (const row of page) {
      if (row.seq !== expected++) throw new DamagedError(`Document ${documentId} is damaged: row ${row.seq - 1} is missing`);
    }
    const last = page.at(-1);
    if (last === undefined) {
      if (isFirstOfLaterEpoch && stored.snapshot?.seq === stored.headSeq) return count;
      throw new DamagedError(`Document ${documentId} is damaged: row ${seq + 1} is missing`);
    }
    count += page.length;
    seq = last.seq;
  }
  return count;
}
