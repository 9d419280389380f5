/** What a backup says of itself: a small JSON file beside it. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export interface BackupManifest {
  readonly format: 1;
  readonly madeAtMs: number;
  readonly bytes: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
  readonly documents: number;
  readonly rows: number;
}

/** `ginnel-2026-11-21T22-45-00Z.sqlite` has `ginnel-2026-11-21T22-45-00Z.sqlite.json` beside it. */
export function manifestFile(backup: string): string {
  return `${backup}.json`;
}

export function backupName(atMs: number): string {
  const time = new Date(atMs).toISOString();
  return `ginnel-${time.slice(0, 19).replaceAll(':', '-')}Z.sqlite`;
}

/** Throws when there is none, or when it is not one that this program can read. */
export function readManifest(backup: string): BackupManifest {
  if (!existsSync(backup)) throw new Error(`There is no file ${backup}`);
  if (!existsSync(manifestFile(backup)))
    throw new Error(`${backup} has no manifest (${manifestFile(backup)}) beside it: it is no backup, or one that was never finished`);
  const manifest: unknown = JSON.parse(readFileSync(manifestFile(backup), 'utf8'));
  if (!isManifest(manifest)) throw new Error(`${manifestFile(backup)} is not the manifest of a backup`);
  return manifest;
}

function isManifest(value: unknown): value is BackupManifest {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== 1) return false;
  const counts = ['madeAtMs', 'bytes', 'documents', 'rows'] as const;
  return counts.every((name) => Number.isSafeInteger(Reflect.get(value, name))) && typeof Reflect.get(value, 'sha256') === 'string';
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
