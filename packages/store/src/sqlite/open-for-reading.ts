/** Opens a SQLite database only to look at it: a source to copy, a backup to verify. Never takes the write lock. */
import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Database } from '../database.ts';
import { checkIntegrity } from './integrity.ts';
import { createReader, type LogReader } from './reader.ts';

export interface ReadOnlyDatabase {
  readonly db: Kysely<Database>;
  readonly reader: LogReader;
  close(): Promise<void>;
}

/** Throws when there is no such file, or `DamagedError` when SQLite finds damage in it. */
export function openForReading(file: string): ReadOnlyDatabase {
  const connection = new BetterSqlite3(file, { fileMustExist: true, timeout: 5000 });
  connection.pragma('query_only = 1');
  try {
    checkIntegrity(connection, file);
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: connection }) });
    return {
      db,
      reader: createReader(connection),
      close: async () => {
        connection.close();
      },
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}
