/**
 * Copies a SQLite database as it is at one moment, in a thread of its own, while others write. `VACUUM INTO` rather than
 * SQLite's backup interface: that one starts again whenever another connection commits, which on a busy evening is always.
 */
import { workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

export interface SnapshotRequest {
  readonly file: string;
  readonly into: string;
}

const { file, into } = workerData as SnapshotRequest;
const connection = new BetterSqlite3(file, { fileMustExist: true, timeout: 5000 });
try {
  connection.prepare('vacuum into ?').run(into);
} finally {
  connection.close();
}
