/** Brings a database to the newest schema. Forward only: a database newer than this program is refused. */
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { StoreUnusable } from '../store.ts';
import { log } from './0001-log.ts';
import { people } from './0002-people.ts';
import { decisions } from './0003-decisions.ts';
import { signingIn } from './0004-signing-in.ts';
import { moderation } from './0005-moderation.ts';
import { guests } from './0006-guests.ts';
import { epochs } from './0007-epochs.ts';
import { expunging } from './0008-expunging.ts';
import { ownAffairs } from './0008-own-affairs.ts';
import { administration } from './0010-administration.ts';
import { holding } from './0011-holding.ts';
import { newTokens } from './0012-new-tokens.ts';
import { independence } from './0013-independence.ts';
import { snapshots } from './0014-snapshots.ts';
import { longRows } from './0015-long-rows.ts';

/** In order of name, for ever: a name that has been released never changes. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-log': log,
  '0002-people': people,
  '0003-decisions': decisions,
  '0004-signing-in': signingIn,
  '0005-moderation': moderation,
  '0006-guests': guests,
  '0007-epochs': epochs,
  '0008-expunging': expunging,
  '0008-own-affairs': ownAffairs,
  '0010-administration': administration,
  '0011-holding': holding,
  '0012-new-tokens': newTokens,
  '0013-independence': independence,
  '0014-snapshots': snapshots,
  '0015-long-rows': longRows,
};

/**
 * Runs the missing migrations in one transaction, under a lock. Rejects with the first failure, having changed nothing; with
 * `StoreUnusable` when a newer program has written the database.
 * @returns whether any was missing
 */
export async function migrate<T>(db: Kysely<T>): Promise<boolean> {
  const later = (await appliedTo(db)).filter((name) => !(name in MIGRATIONS));
  if (later.length > 0) throw new StoreUnusable(`A newer Ginnel has written this database (${later.join(', ')}). Start that one.`);
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The database could not be brought up to date', { cause: error });
  return results !== undefined && results.length > 0;
}

async function appliedTo<T>(db: Kysely<T>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}
