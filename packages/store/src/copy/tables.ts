/** Every table of a database with its key, found by asking the database: what a copy has to hold. */
import { sql, type Kysely } from 'kysely';
import { isSqlite } from '../migrations/dialect.ts';
import type { Database } from '../database.ts';

export interface CopiedTable {
  readonly name: string;
  /** The columns of its primary key, in order. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Kysely's own, made anew by the migrations; and recent rows and long updates, which are read as part of `document_update`. */
const NOT_COPIED = ['kysely_migration', 'kysely_migration_lock', 'document_recent', 'document_long'];

/** In order of name. Throws on a table without a primary key: it could be neither paged nor compared. */
export async function tablesOf(db: Kysely<Database>): Promise<readonly CopiedTable[]> {
  const found = (await db.introspection.getTables()).filter(({ name, isView }) => !isView && !NOT_COPIED.includes(name));
  const tables: CopiedTable[] = [];
  for (const { name, columns } of found) {
    const key = await keyOf(db, name);
    if (key.length === 0) throw new Error(`The table ${name} has no primary key, so it cannot be copied`);
    tables.push({ name, key, columns: columns.map((column) => column.name).toSorted() });
  }
  return tables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Throws when one database has a table or a column that the other has not: copying the rest would lose it in silence. */
export function assertSameTables(from: readonly CopiedTable[], to: readonly CopiedTable[]): void {
  const [left, right] = [from, to].map((tables) => tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column}`)));
  const lonely = [...(left ?? []).filter((name) => !right?.includes(name)), ...(right ?? []).filter((name) => !left?.includes(name))];
  if (lonely.length > 0) throw new Error(`The two databases differ in their columns: ${lonely.join(', ')}`);
}

async function keyOf(db: Kysely<Database>, table: string): Promise<string[]> {
  const query = isSqlite(db)
    ? sql<{ name: string }>`select name from pragma_table_info(${table}) where pk > 0 order by pk`
    : sql<{ name: string }>`
        select a.attname as name from pg_index i
        cross join unnest(i.indkey) with ordinality as k (number, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
        where i.indisprimary and i.indrelid = (quote_ident(current_schema()) || '.' || quote_ident(${table}))::regclass order by k.place`;
  const { rows } = await query.execute(db);
  return rows.map((row) => row.name);
}
