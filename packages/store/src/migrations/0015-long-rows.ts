/**
 * On SQLite, long updates in a table of their own, found by an index. Rows of the log are clustered by document and number, and putting
 * one in its place reads whole every row that it is compared with: beside documents that began with 60 kB, 30,000 instructions a row, now
 * 10,000. Of a row whose update is moved all else stays as it is, its checksum too; an update that is not moved is read as before.
 */
import BetterSqlite3 from 'better-sqlite3';
import { sql, type Kysely, type QueryExecutorProvider, type RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';
import { DamagedError } from '../ports/document-log.ts';
import { toStoreError } from '../sqlite/errors.ts';
import { isSqlite } from './dialect.ts';

const MAX_SHORT_BYTES = 192;
/** So many documents in a statement: what it would take to undo one is kept in a temporary file. */
const AT_ONCE = 100;

export const longRows: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    if (!isSqlite(db)) return;
    await sql`create table document_long (
      document integer not null, seq bigint not null, bytes blob not null, primary key (document, seq))`.execute(db);
    if (await canReadAll(db)) await moveLongRows(db);
  },
};

/**
 * Asked on a connection of its own: one that has met an unreadable page in a transaction writes nothing more in it, and a server that
 * starts today with one damaged document would not start any more.
 */
async function canReadAll(db: QueryExecutorProvider): Promise<boolean> {
  const { rows } = await sql<{ file: string }>`select file from pragma_database_list where name = 'main'`.execute(db);
  const connection = new BetterSqlite3(rows[0]?.file ?? '', { readonly: true });
  try {
    const isNew = connection.prepare("select 1 from sqlite_schema where name = 'document_update'").get() === undefined;
    if (!isNew) connection.prepare('select length(max(bytes)) from document_update').get();
    return true;
  } catch (error) {
    if (toStoreError(error) instanceof DamagedError) return false;
    throw error;
  } finally {
    connection.close();
  }
}

/** To be called in a transaction. Holds a few numbers in memory, however much there is to move. */
export async function moveLongRows(db: QueryExecutorProvider): Promise<void> {
  await moveFrom(db, sql`document_recent`, sql`true`);
  for (let after = 0; ;) {
    const { rows } = await sql<{ last: number | null }>`
      select max(key) as last from (select key from document where key > ${after} order by key limit ${AT_ONCE})`.execute(db);
    const last = rows[0]?.last ?? null;
    if (last === null) return;
    await moveFrom(db, sql`document_update`, sql`document > ${after} and document <= ${last}`);
    after = last;
  }
}

/** Only what reads the same in its new place is taken from its row. */
async function moveFrom(db: QueryExecutorProvider, table: RawBuilder<unknown>, which: RawBuilder<unknown>): Promise<void> {
  const isLong = sql`${which} and length(bytes) > ${MAX_SHORT_BYTES}`;
  await sql`insert or ignore into document_long select document, seq, bytes from ${table} where ${isLong}`.execute(db);
  await sql`update ${table} set bytes = x'' where ${isLong} and bytes =
    (select l.bytes from document_long l where l.document = ${table}.document and l.seq = ${table}.seq)`.execute(db);
}
