/** Opens the database that the configuration names. */
import { openSqliteStore } from './sqlite/open.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** The data folder (`GINNEL_DATA`); SQLite keeps `ginnel.sqlite` there. */
  readonly folder: string;
}

/**
 * Opens the store and brings its schema up to date.
 * Rejects with `StoreUnusable` (cannot be opened), `DamagedError` (integrity check failed) or the migration's error.
 */
export function openStore({ folder }: StoreOptions): Promise<Store> {
  return openSqliteStore({ folder });
}
