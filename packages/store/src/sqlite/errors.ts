/** What SQLite throws, in the store's two words: the database cannot be used now, or its content is damaged. */
import BetterSqlite3 from 'better-sqlite3';
import { DamagedError, StorageError } from '../ports/document-log.ts';

/** Result codes that say "this statement is wrong". */
const BUGS = /^SQLITE_(ERROR|CONSTRAINT|MISMATCH|MISUSE|RANGE)/;

/** Bugs (a broken invariant, a wrong statement or type) come back as they are. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError) || BUGS.test(error.code)) return error;
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') {
    return new DamagedError(`The database file is damaged (${error.code})`, { cause: error });
  }
  return new StorageError(`The database cannot be used now (${error.code}: ${error.message})`, { cause: error });
}
