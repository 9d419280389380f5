/** The few words in which the two databases differ. */
import { SqliteAdapter, type Kysely } from 'kysely';

export function isSqlite(db: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}
