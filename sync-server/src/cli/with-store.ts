/** Opens the configured database for one command, and closes it whatever happens. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '@ginnel/store/open-store';
import type { Store } from '@ginnel/store/store';
import type { Config } from '../config.ts';

export interface Opening {
  /** Whether a database is made where there is none: for the command that sets an installation up. */
  readonly mayBegin?: boolean;
}

/**
 * Throws when the data folder holds no database, unless `mayBegin`: with a mistyped `GINNEL_DATA` a nightly backup would
 * otherwise keep nothing, and say that all is well.
 */
export async function withStore<T>(config: Config, use: (store: Store) => Promise<T>, { mayBegin = false }: Opening = {}): Promise<T> {
  if (!mayBegin) assertDatabase(config);
  const store = await openStore({ folder: config.dataFolder, databaseUrl: config.databaseUrl ?? undefined });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Throws when SQLite is to be read and there is none. */
export function assertDatabase({ databaseUrl, dataFolder }: Config): void {
  if (databaseUrl !== null || existsSync(join(dataFolder, 'ginnel.sqlite'))) return;
  throw new Error(`There is no database in ${dataFolder}. Is GINNEL_DATA right, and has this user the right to look there?`);
}
