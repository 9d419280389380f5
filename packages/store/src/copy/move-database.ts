/** The command that takes a council from SQLite to PostgreSQL, or back. The source is left as it is. */
import { join } from 'node:path';
import { DamagedError } from '../ports/document-log.ts';
import { openPostgresStore } from '../postgres/open.ts';
import { openForReading } from '../sqlite/open-for-reading.ts';
import { openSqliteStore } from '../sqlite/open.ts';
import type { Store } from '../store.ts';
import { copyDatabase } from './copy-database.ts';
import type { TableDigest } from './digest.ts';
import { verifyLog } from './verify.ts';

/** A database: the folder of a SQLite one, or the address of a PostgreSQL one. */
export type DatabaseAt = { readonly folder: string } | { readonly url: string };

export interface MoveOptions {
  readonly from: DatabaseAt;
  readonly to: DatabaseAt;
  readonly onProgress?: (what: string, done: number, of?: number) => void;
}

/**
 * Copies everything, compares by hash, and reads every row of the new database back. Stop the server first: what is
 * written to the old database after this has begun stays there.
 * @returns the digest of each table. Rejects when the target is not empty, when anything differs, or on damage.
 */
export async function moveDatabase({ from, to, onProgress = () => {} }: MoveOptions): Promise<readonly TableDigest[]> {
  const source = 'url' in from ? await openPostgresStore(from) : openForReading(join(from.folder, 'ginnel.sqlite'));
  try {
    const target: Store = 'url' in to ? await openPostgresStore(to) : await openSqliteStore(to);
    try {
      const digests = await copyDatabase({ from: source.db, to: target.db, onProgress });
      const { damaged } = await verifyLog(target, (documents, of) => onProgress('verified documents', documents, of));
      if (damaged.length > 0) throw new DamagedError(damaged.join('\n'));
      return digests;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
