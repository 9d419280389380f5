/** Reads a table page by page in the order of its key, as plain values that both databases share. */
import { sql, type Kysely } from 'kysely';
import type { Database } from '../database.ts';
import { isSqlite } from '../migrations/dialect.ts';
import { HAS_LONG_ROWS, updateIn } from '../sqlite/long-rows.ts';
import type { CopiedTable } from './tables.ts';

export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

const PAGE_ROWS = 500;

/** The caller holds a transaction in which all pages are of one moment. */
export async function* pagesOf(db: Kysely<Database>, { name, key }: CopiedTable): AsyncGenerator<readonly Row[]> {
  const source = name === 'document_update' && isSqlite(db) ? sql.raw(await allUpdates(db)) : sql.table(name);
  const keys = sql.join(key.map((column) => sql.ref(column)));
  let after = sql``;
  for (;;) {
    const { rows } = await sql<Row>`select * from ${source} t ${after} order by ${keys} limit ${sql.lit(PAGE_ROWS)}`.execute(db);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS) return;
    after = sql`where (${keys}) > (${sql.join(key.map((column) => last[column] ?? null))})`;
  }
}

/** Folded and recent rows, each with its update, wherever that stands. */
async function allUpdates(db: Kysely<Database>): Promise<string> {
  const long = await sql.raw(HAS_LONG_ROWS).execute(db);
  const rowsOf = (table: string) =>
    `select document, seq, epoch, author, route, at_ms, ${long.rows.length > 0 ? updateIn(table) : 'bytes'} as bytes, checksum from ${table}`;
  return `(${rowsOf('document_update')} union all ${rowsOf('document_recent')})`;
}
