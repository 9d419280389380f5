/** Opens a PostgreSQL database, which any number of nodes may share. */
import { Kysely, PostgresDialect } from 'kysely';
import type { Database } from '../database.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Store } from '../store.ts';
import { assertDurable, createPool } from './connection.ts';
import { createPostgresEpochs } from './epochs.ts';
import { Interned } from './interned.ts';
import { createPostgresLog } from './log.ts';

export interface PostgresOptions {
  /** `postgresql://user@host/database` */
  readonly url: string;
  readonly maxConnections?: number;
  /** How long an answer may take; longer than any commit. */
  readonly answerWithinMs?: number;
}

/** Rejects with `StoreUnusable`, whose message can be shown to whoever starts the server. */
export async function openPostgresStore({ url, maxConnections = 10, answerWithinMs = 30_000 }: PostgresOptions): Promise<Store> {
  const pool = createPool({ url, maxConnections, answerWithinMs });
  const writing = createPool({ url, maxConnections: 2, answerWithinMs });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await assertDurable(pool);
    await assertDurable(writing);
    await bringUp(url);
  } catch (error) {
    await Promise.all([pool.end(), writing.end()]);
    throw error;
  }
  const interned = new Interned(writing);
  const log = createPostgresLog({ reading: pool, writing, interned });
  return {
    dialect: 'postgres',
    log,
    epochs: createPostgresEpochs(writing, interned),
    db,
    close: async () => {
      await log.close();
      await db.destroy();
      await writing.end();
      if (!pool.ended) await pool.end();
    },
  };
}

/** On a connection of its own: a large table, or another node that is at it, may take longer than any other answer. */
async function bringUp(url: string): Promise<void> {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: createPool({ url, maxConnections: 1, answerWithinMs: 0 }) }) });
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}
