/** Opens the embedded database: one file, `ginnel.sqlite`, in the data folder. */
import { join } from 'node:path';
import { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { migrate } from '../migrations/migrate.ts';
import { answersAtOnce } from '../relational/ask.ts';
import { StoreUnusable, type Store } from '../store.ts';
import { openConnection } from './connection.ts';
import { GinnelSqliteDialect } from './dialect.ts';
import { makeFolder } from './folder.ts';
import { checkIntegrity } from './integrity.ts';
import { openSqliteLog } from './log.ts';

export interface SqliteOptions {
  /** Where `ginnel.sqlite` is or will be; made when missing. */
  readonly folder: string;
  readonly busyTimeoutMs?: number;
  /** Rows gathered before they are folded into their place by document: fewer pages written, more to look through at a load. */
  readonly foldAfterRows?: number;
  /** Longer updates stand apart from their rows (`long-rows.ts`). */
  readonly maxShortBytes?: number;
}

/** Rejects with `StoreUnusable`, whose message can be shown to whoever starts the server. */
export async function openSqliteStore({
  folder,
  busyTimeoutMs = 5000,
  foldAfterRows = 2048,
  maxShortBytes,
}: SqliteOptions): Promise<Store> {
  const file = join(folder, 'ginnel.sqlite');
  const connection = usable(folder, () => {
    makeFolder(folder);
    return openConnection({ file, checkpoints: false, busyTimeoutMs });
  });
  const db = new Kysely<Database>({ dialect: new GinnelSqliteDialect(connection) });
  try {
    checkIntegrity(connection, file);
    // a migration may have written as much as there is, and whoever writes first would wait until that is in its place
    if (await migrate(db)) connection.pragma('wal_checkpoint(truncate)');
    const { log, epochs, answer } = await openSqliteLog({ file, busyTimeoutMs, foldAfterRows, maxShortBytes });
    answersAtOnce(db, answer);
    return {
      dialect: 'sqlite',
      log,
      epochs,
      db,
      close: async () => {
        await log.close();
        await db.destroy();
        connection.close();
      },
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function usable<T>(folder: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreUnusable(`Ginnel cannot keep its database in ${folder}: ${reason}`, { cause: error });
  }
}
