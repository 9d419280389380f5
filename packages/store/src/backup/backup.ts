/** Makes backups while people are served, and puts one back. A backup that has not been read back is not called one. */
import { once } from 'node:events';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { assert } from '@ginnel/base/assert';
import type { Clock } from '@ginnel/base/ports';
import { copyDatabase } from '../copy/copy-database.ts';
import { verifyLog } from '../copy/verify.ts';
import { DamagedError } from '../ports/document-log.ts';
import { openPostgresStore } from '../postgres/open.ts';
import { makeFolder } from '../sqlite/folder.ts';
import { openForReading } from '../sqlite/open-for-reading.ts';
import { openSqliteStore } from '../sqlite/open.ts';
import { placeFile, copyInto } from './durable-file.ts';
import { backupName, manifestFile, readManifest, sha256Of, type BackupManifest } from './manifest.ts';
import type { SnapshotRequest } from './snapshot-thread.ts';

const MEBIBYTE = 1024 * 1024;
const TELL_EVERY_MS = 500;

/** Said while long work goes on: what, how much, and of how much where that is known. */
export type Progress = (what: string, done: number, of?: number) => void;

export interface BackupOptions {
  /** Where `ginnel.sqlite` is; not looked at when `databaseUrl` is given. */
  readonly folder: string;
  readonly databaseUrl?: string | undefined;
  /** The folder that gets the backup; better on another disk. */
  readonly into: string;
  readonly clock: Clock;
  readonly onProgress?: Progress;
}

/**
 * Copies the database as it is at one moment to one SQLite file, reads every row of the copy back, and writes a manifest.
 * PostgreSQL is copied to SQLite too: one format to keep, and no program but this one to read it.
 * @returns the path of the backup. Rejects, leaving none, when anything in it does not fit.
 */
export async function makeBackup({ folder, databaseUrl, into, clock, onProgress = () => {} }: BackupOptions): Promise<string> {
  makeFolder(into);
  const madeAtMs = clock.nowMs();
  const file = join(into, backupName(madeAtMs));
  await placeFile(file, async (part) => {
    if (databaseUrl === undefined) await snapshotSqlite({ file: join(folder, 'ginnel.sqlite'), into: part }, onProgress);
    else await copyPostgres(databaseUrl, part, onProgress);
    const { documents, rows } = await readBack(part, onProgress);
    const manifest: BackupManifest = { format: 1, madeAtMs, bytes: statSync(part).size, sha256: await sha256Of(part), documents, rows };
    await placeFile(manifestFile(file), (manifestPart) => writeFileSync(manifestPart, `${JSON.stringify(manifest, null, 2)}\n`));
  });
  return file;
}

/** Rejects with `DamagedError` when the file is not byte for byte what was made, or when any row in it does not fit. */
export async function verifyBackup(file: string, onProgress: Progress = () => {}): Promise<BackupManifest> {
  const manifest = readManifest(file);
  if ((await sha256Of(file)) !== manifest.sha256) throw new DamagedError(`${file} is not the file that was made: its hash differs`);
  const { documents, rows } = await readBack(file, onProgress);
  assert(documents === manifest.documents && rows === manifest.rows, 'a file with the same hash holds the same');
  return manifest;
}

export interface RestoreOptions {
  readonly backup: string;
  /** Gets `ginnel.sqlite`; must hold none. Not looked at when `databaseUrl` is given. */
  readonly folder: string;
  /** A PostgreSQL database without content. */
  readonly databaseUrl?: string | undefined;
  readonly onProgress?: Progress;
}

/** Verifies a backup and makes a database of it. Never overwrites one: whoever restores moves the old one away first. */
export async function restoreBackup({ backup, folder, databaseUrl, onProgress = () => {} }: RestoreOptions): Promise<BackupManifest> {
  const manifest = await verifyBackup(backup, onProgress);
  if (databaseUrl === undefined) {
    makeFolder(folder);
    for (const leftover of ['ginnel.sqlite-wal', 'ginnel.sqlite-shm']) {
      if (existsSync(join(folder, leftover))) throw new Error(`${join(folder, leftover)} is there already; nothing was changed`);
    }
    await placeFile(join(folder, 'ginnel.sqlite'), copyInto(backup));
    return manifest;
  }
  const source = openForReading(backup);
  const target = await openPostgresStore({ url: databaseUrl });
  try {
    await copyDatabase({ from: source.db, to: target.db, onProgress });
  } finally {
    await source.close();
    await target.close();
  }
  return manifest;
}

async function snapshotSqlite(request: SnapshotRequest, onProgress: Progress): Promise<void> {
  const sizeOf = (file: string): number => Math.ceil((statSync(file, { throwIfNoEntry: false })?.size ?? 0) / MEBIBYTE);
  const tell = (): void => onProgress('copied MiB', sizeOf(request.into), sizeOf(request.file));
  const worker = new Worker(new URL('./snapshot-thread.ts', import.meta.url), { workerData: request, name: 'ginnel-backup' });
  const telling = setInterval(tell, TELL_EVERY_MS);
  try {
    await once(worker, 'exit'); // rejects with the thread's error
    tell();
  } finally {
    clearInterval(telling);
  }
}

async function copyPostgres(url: string, part: string, onProgress: Progress): Promise<void> {
  const folder = `${part}.folder`;
  rmSync(folder, { recursive: true, force: true });
  const source = await openPostgresStore({ url, maxConnections: 2 });
  try {
    const target = await openSqliteStore({ folder });
    try {
      await copyDatabase({ from: source.db, to: target.db, onProgress });
      await snapshotSqlite({ file: join(folder, 'ginnel.sqlite'), into: part }, onProgress);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readBack(file: string, onProgress: Progress): Promise<{ documents: number; rows: number }> {
  const opened = openForReading(file);
  const { db, reader } = opened;
  try {
    const log = {
      load: async (...asked: Parameters<typeof reader.load>) => reader.load(...asked),
      read: async (...asked: Parameters<typeof reader.read>) => reader.read(...asked),
    };
    const { documents, rows, damaged } = await verifyLog({ db, log }, (done, of) => onProgress('verified documents', done, of));
    if (damaged.length > 0) throw new DamagedError(damaged.join('\n'));
    return { documents, rows };
  } finally {
    await opened.close();
  }
}
