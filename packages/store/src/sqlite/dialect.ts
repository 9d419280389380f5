/**
 * Kysely on SQLite, with four corrections: transactions take the write lock at once, schema changes are transactional, a
 * question that is asked again is not prepared again, and what the disk refused is said.
 */
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';

/** Some 20 kB each at most; the server asks fewer different questions, but for the lengths of their lists. */
const MAX_PREPARED = 300;

export class GinnelSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super({ database });
    this.#database = preparedOnce(database);
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

/**
 * Questions are kept by their text, the one asked longest ago goes first; what changes anything is prepared each time.
 * Each `?` is asked as `+?`: our SQLite is built with SQLITE_ENABLE_STAT4 and would plan a join, or rows in an order, anew
 * whenever a bare parameter beside an indexed column is bound, which takes five times as long as the answer.
 */
export function preparedOnce(database: SqliteDatabase): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const kept = prepared.get(sql);
      if (kept !== undefined) prepared.delete(sql);
      const isQuestion = sql.startsWith('select ');
      const statement = kept ?? database.prepare(isQuestion ? sql.replaceAll('?', '+?') : sql);
      if (!isQuestion) return statement;
      prepared.set(sql, statement);
      const [oldest] = prepared.keys();
      if (prepared.size > MAX_PREPARED && oldest !== undefined) prepared.delete(oldest);
      return statement;
    },
  };
}

/**
 * A plain `begin` that reads first and writes later fails at once when the writer thread has committed in between
 * (SQLITE_BUSY_SNAPSHOT, which no timeout waits for).
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** On a full or failing disk SQLite has rolled back by itself, and what comes of asking again would hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('no transaction is active')) throw error;
    }
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
