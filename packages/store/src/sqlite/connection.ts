/** Opens a connection to `ginnel.sqlite` on which a commit returns only when fsync has. No other file opens one. */
import BetterSqlite3 from 'better-sqlite3';
import { assert } from '@ginnel/base/assert';

export type SqliteConnection = BetterSqlite3.Database;

/** The oldest SQLite without the WAL-reset race that could lose committed pages (sqlite.org, 3.51.3 release notes). */
export const SQLITE_FLOOR = '3.51.3';

/** Small pages: a commit writes whole pages, and most commits are a few keystrokes. Half the bytes of 4 KiB (measured, 8 edits a commit). */
const PAGE_BYTES = 1024;
/** The log in front of the database is folded in every 8 MiB. */
const CHECKPOINT_PAGES = 8192;

export interface ConnectionOptions {
  readonly file: string;
  /** Only the writer folds the WAL into the database, so that no other thread waits for those two fsyncs. */
  readonly checkpoints: boolean;
  /** How long a statement waits for another writer before it fails. */
  readonly busyTimeoutMs?: number;
}

/** Throws when the file cannot be opened, or when a setting on which durability rests reads back otherwise. */
export function openConnection({ file, checkpoints, busyTimeoutMs = 5000 }: ConnectionOptions): SqliteConnection {
  const connection = new BetterSqlite3(file, { timeout: busyTimeoutMs });
  try {
    assertVersion(connection);
    connection.pragma(`page_size = ${PAGE_BYTES}`); // takes effect only while the file is empty
    set(connection, 'journal_mode', 'wal');
    set(connection, 'synchronous', 2); // FULL: the default build does not fsync a commit in WAL mode
    set(connection, 'fullfsync', 1); // macOS: reach the disk, not its cache
    set(connection, 'foreign_keys', 1);
    connection.pragma('secure_delete = fast'); // what is deleted is overwritten wherever that writes no page more; a scrub does the rest
    set(connection, 'busy_timeout', busyTimeoutMs);
    set(connection, 'wal_autocheckpoint', checkpoints ? CHECKPOINT_PAGES : 0);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function set(connection: SqliteConnection, name: string, value: string | number): void {
  connection.pragma(`${name} = ${value}`);
  const read = connection.pragma(name, { simple: true });
  assert(read === value, `SQLite's ${name} reads back as ${String(read)}, not ${value}`);
}

function assertVersion(connection: SqliteConnection): void {
  const version = String(connection.prepare('select sqlite_version()').pluck().get());
  assert(isAtLeast(version, SQLITE_FLOOR), `SQLite ${version} is older than ${SQLITE_FLOOR}`);
}

/** Compares dotted versions by number: 3.9 is older than 3.51. */
export function isAtLeast(version: string, floor: string): boolean {
  const [parts, floorParts] = [version, floor].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (parts?.[i] ?? 0) - (floorParts?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
