/** Opens the configured database for one command, and closes it whatever happens. */
import { openStore } from '@ginnel/store/open-store';
import type { Store } from '@ginnel/store/store';
import type { Config } from '../config.ts';

export async function withStore<T>(config: Config, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ folder: config.dataFolder, databaseUrl: config.databaseUrl ?? undefined });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
