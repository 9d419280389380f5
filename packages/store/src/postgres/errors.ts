/** What PostgreSQL and the way to it throw, in the store's words. */
import pg from 'pg';
import { DamagedError, StorageError } from '../ports/document-log.ts';

/** SQLSTATE classes that say "this statement is wrong", which is a bug of ours and not the database's state. */
const BUG_CLASSES = ['22', '23', '42'];
/** data_corrupted, index_corrupted. */
const DAMAGE_CODES = ['XX001', 'XX002'];

/** Broken invariants come back as they are; lost connections, full disks, deadlocks and restarts as `StorageError`. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? '';
    if (DAMAGE_CODES.includes(code)) return new DamagedError(`The database is damaged (${code}: ${error.message})`, { cause: error });
    if (BUG_CLASSES.includes(code.slice(0, 2))) return error;
    return new StorageError(`The database cannot be used now (${code}: ${error.message})`, { cause: error });
  }
  return isConnectionLoss(error) ? new StorageError(`The database cannot be reached (${error.message})`, { cause: error }) : error;
}

/** Node's socket errors carry a code; pg's own ("Connection terminated unexpectedly") only words. */
function isConnectionLoss(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return 'code' in error || /connection|timeout|queryable|pool/i.test(error.message);
}
