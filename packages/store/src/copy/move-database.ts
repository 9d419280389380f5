/** The command that takes a council from SQLite to PostgreSQL, or back. The source is left as it is. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedError } from '../ports/document-log.ts';
import { openPostgresStore } from '../postgres/open.ts';
import { openForReading } from '../sqlite/open-for-reading.ts';
import { openSqliteStore } from '../sqlite/open.ts';
import type { Store } from '../store.ts';
import { copyDatabase } from './copy-database.ts';
import type { TableDigest } from './digest.ts';
import { assertNotInUse } from './in-use.ts';
import { verifyLog } from './verify.ts';

/** As SQLite leaves them beside each other. */
const DATABASE_FILES = ['ginnel.sqlite', 'ginnel.sqlite-wal', 'ginnel.sqlite-shm'];

/** A database: the folder of a SQLite one, or the address of a PostgreSQL one. */
export type DatabaseAt = { readonly folder: string } | { readonly url: string };

export interface MoveOptions {
  readonly from: DatabaseAt;
  readonly to: DatabaseAt;
  readonly onProgress?: (what: string, done: number, of?: number) => void;
}

/**
 * Copies everything, compares by hash, and reads every row of the new database back. Refused while a server has the old
 * one open: what is written there after this has begun stays there.
 * @returns the digest of each table. Rejects when the target is not empty, when anything differs, or on damage.
 */
export async function moveDatabase({ from, to, onProgress = () => {} }: MoveOptions): Promise<readonly TableDigest[]> {
  await assertNotInUse(from);
  const source = 'url' in from ? await openPostgresStore(from) : openForReading(join(from.folder, 'ginnel.sqlite'));
  try {
    if ('url' in to) return await copyAndVerify(source.db, () => openPostgresStore(to), onProgress);
    const isNew = !existsSync(join(to.folder, 'ginnel.sqlite'));
    try {
      return await copyAndVerify(source.db, () => openSqliteStore(to), onProgress);
    } catch (error) {
      // An empty database there would pass for one, and a server started on it for an installation that was never set up.
      if (isNew) for (const name of DATABASE_FILES) rmSync(join(to.folder, name), { force: true });
      throw error;
    }
  } finally {
    await source.close();
  }
}

async function copyAndVerify(
  from: Store['db'],
  openTarget: () => Promise<Store>,
  onProgress: NonNullable<MoveOptions['onProgress']>,
): Promise<readonly TableDigest[]> {
  const target = await openTarget();
  try {
    const digests = await copyDatabase({ from, to: target.db, onProgress });
    const { damaged } = await verifyLog(target, (documents, of) => onProgress('verified documents', documents, of));
    if (damaged.length > 0) throw new DamagedError(damaged.join('\n'));
    return digests;
  } finally {
    await target.close();
  }
}
