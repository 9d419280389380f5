/** The few words in which the two databases differ. */
import { SqliteAdapter, type Kysely } from 'kysely';

export function isSqlite<T>(db: Kysely<T>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}
