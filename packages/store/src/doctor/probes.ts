/** Looks at this machine. Each probe does the real thing, in the real folder. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  openSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { verifyBackup } from '../backup/backup.ts';
import { readManifest } from '../backup/manifest.ts';
import type { Store } from '../store.ts';
import type { BackupMeasured, ClockMeasured, DiskMeasured, VersionsMeasured } from './judge.ts';

/** Anybody may ask it, and it costs the server nothing. */
const PUBLIC_PATH = '/api/me';

/** Linux's numbers of tmpfs and ramfs (statfs(2)). */
const IN_MEMORY = [0x01021994, 0x858458f6];

/** Whether there is such a folder, and this user may write in it. */
export function isFolder(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

export function probeDisk(folder: string): DiskMeasured {
  const { bavail, blocks, bsize, type } = statfsSync(folder);
  const files = ['ginnel.sqlite', 'ginnel.sqlite-wal'].map((name) => join(folder, name)).filter((file) => existsSync(file));
  return {
    freeBytes: bavail * bsize,
    totalBytes: blocks * bsize,
    databaseBytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    isInMemory: IN_MEMORY.includes(type),
  };
}

/** Writes and confirms a page at a time, as a commit does. */
export function probeFsync(folder: string, count = 40): readonly number[] {
  const file = join(folder, `.ginnel-doctor-${process.pid}`);
  const times: number[] = [];
  const handle = openSync(file, 'w');
  try {
    const page = new Uint8Array(1024);
    for (let i = 0; i < count; i++) {
      const startedAt = performance.now();
      writeSync(handle, page);
      fdatasyncSync(handle);
      times.push(performance.now() - startedAt);
    }
    return times;
  } catch {
    return [];
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}

export async function probeVersions({ db, dialect }: Pick<Store, 'db' | 'dialect'>): Promise<VersionsMeasured> {
  const query =
    dialect === 'sqlite'
      ? sql<{ version: string }>`select sqlite_version() as version`
      : sql<{ version: string }>`select split_part(current_setting('server_version'), ' ', 1) as version`;
  const { rows } = await query.execute(db);
  return { node: process.versions.node, database: dialect, databaseVersion: rows[0]?.version ?? '0' };
}

export async function probeClock({ db, dialect }: Pick<Store, 'db' | 'dialect'>): Promise<ClockMeasured> {
  const begun = await db.selectFrom('document').select(db.fn.max('created_at_ms').as('at')).executeTakeFirst();
  const written = await Promise.all(
    (['document_update', ...(dialect === 'sqlite' ? (['document_recent'] as const) : [])] as const).map((table) => newestIn(db, table)),
  );
  const times = [begun?.at ?? null, ...written].filter((at) => at !== null);
  let otherMs: number | null = null;
  if (dialect === 'postgres') {
    const { rows } = await sql<{ now: number }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
    otherMs = rows[0]?.now ?? null;
  }
  return { nowMs: Date.now(), newestMs: times.length === 0 ? null : Math.max(...times), otherMs };
}

/** Of the last row of each document: found by the log's key, without reading the rest. */
async function newestIn(db: Store['db'], table: 'document_update' | 'document_recent'): Promise<number | null> {
  const query = sql<{ at: number | null }>`
    select max(t.at_ms) as at from document_head h join ${sql.table(table)} t on t.document = h.document and t.seq = h.seq`;
  const { rows } = await query.execute(db);
  return rows[0]?.at ?? null;
}

/** Asks the server where people would reach it; not for its health, which the proxy shows to nobody outside. @returns a status, or why there was no answer */
export async function probeOrigin(origin: URL): Promise<number | string> {
  try {
    const answer = await fetch(new URL(PUBLIC_PATH, origin), { signal: AbortSignal.timeout(5000), redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? `nothing (${cause.message})` : 'nothing';
  }
}

/** Finds the newest backup in a folder and reads all of it. */
export async function probeBackup(backups: string, folder: string): Promise<BackupMeasured> {
  const nowMs = Date.now();
  const names = existsSync(backups) ? readdirSync(backups).filter((name) => /^ginnel-.*\.sqlite$/.test(name)) : [];
  const name = names.toSorted().at(-1);
  if (name === undefined) return { nowMs, newest: null, isOnSameDisk: false };
  const file = join(backups, name);
  const isOnSameDisk = existsSync(folder) && statSync(file).dev === statSync(folder).dev;
  try {
    await verifyBackup(file);
    return { nowMs, newest: { madeAtMs: readManifest(file).madeAtMs, isWhole: true }, isOnSameDisk };
  } catch {
    return { nowMs, newest: { madeAtMs: statSync(file).mtimeMs, isWhole: false }, isOnSameDisk };
  }
}
