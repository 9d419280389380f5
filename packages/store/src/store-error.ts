/** What any statement threw, of the log or of the tables, on either database, in the store's two words; the rest as it is. */
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { toStoreError as fromPostgres } from './postgres/errors.ts';
import { toStoreError as fromSqlite } from './sqlite/errors.ts';

/** How Node's sockets and pg say that PostgreSQL is away. */
const LOST_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EHOSTUNREACH', 'ENOTFOUND'];
const LOST_WORDS =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error)/;

export function asStoreError(error: unknown): unknown {
  if (error instanceof BetterSqlite3.SqliteError) return fromSqlite(error);
  return error instanceof pg.DatabaseError || isConnectionLoss(error) ? fromPostgres(error) : error;
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && LOST_CODES.some((code) => code === error.code)) || LOST_WORDS.test(error.message);
}
