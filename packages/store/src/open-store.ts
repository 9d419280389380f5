/** Opens the database that the configuration names. */
import { openPostgresStore } from './postgres/open.ts';
import { openSqliteStore } from './sqlite/open.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** The data folder (`GINNEL_DATA`); SQLite keeps `ginnel.sqlite` there. */
  readonly folder: string;
  /** `DATABASE_URL`: PostgreSQL instead of SQLite. */
  readonly databaseUrl?: string | undefined;
}

/**
 * Opens the store and brings its schema up to date.
 * Rejects with `StoreUnusable` (cannot be opened), `DamagedError` (integrity check failed) or the migration's error.
 */
export function openStore({ folder, databaseUrl }: StoreOptions): Promise<Store> {
  return databaseUrl === undefined ? openSqliteStore({ folder }) : openPostgresStore({ url: databaseUrl });
}
