/** The check at boot: a damaged file is refused before anybody writes to it. */
import { statSync } from 'node:fs';
import { DamagedError } from '../ports/document-log.ts';
import type { SqliteConnection } from './connection.ts';

/**
 * Up to here the whole file is read at boot (about a second); above it only the tables that decide, since every row of
 * the log is checked by itself when it is read, and `ginnel doctor` reads it all.
 */
const WHOLE_FILE_BYTES = 256 * 1024 * 1024;
const SMALL_TABLES = ['document', 'document_head', 'log_author', 'client_lease'];

/** Throws `DamagedError` with SQLite's first findings. */
export function checkIntegrity(connection: SqliteConnection, file: string): void {
  const whole = statSync(file).size <= WHOLE_FILE_BYTES;
  const checks = whole
    ? ['quick_check(5)']
    : SMALL_TABLES.filter((table) => exists(connection, table)).map((table) => `quick_check(${table})`);
  for (const check of checks) {
    const findings = connection.pragma(check) as readonly { readonly quick_check: string }[];
    const bad = findings.map((finding) => finding.quick_check).filter((text) => text !== 'ok');
    if (bad.length > 0) throw new DamagedError(`${file} is damaged: ${bad.join('; ')}`);
  }
}

function exists(connection: SqliteConnection, table: string): boolean {
  return connection.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(table) !== undefined;
}
