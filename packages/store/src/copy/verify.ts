/** Reads every row, lease and snapshot of the log and checks each checksum and every sequence. */
import { setImmediate } from 'node:timers/promises';
import type { DocumentId } from '@ginnel/base/ids';
import { verifyDocument, type ReadableLog } from '../log/verify-document.ts';
import { DamagedError } from '../ports/document-log.ts';
import type { Store } from '../store.ts';

export interface ReadableStore {
  readonly db: Store['db'];
  readonly log: ReadableLog;
}

export interface Verified {
  readonly documents: number;
  readonly rows: number;
  /** A sentence for each damaged document. */
  readonly damaged: readonly string[];
}

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
