/** Moves everything from one database to an empty one, SQLite or PostgreSQL either way, and proves it by hash. */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../database.ts';
import { moveLongRows } from '../migrations/0015-long-rows.ts';
import { isSqlite } from '../migrations/dialect.ts';
import { Digest, digestDatabase, type TableDigest } from './digest.ts';
import { pagesOf } from './rows.ts';
import { assertSameTables, tablesOf, type CopiedTable } from './tables.ts';

export interface CopyOptions {
  /** Read at one moment; may be serving people. A SQLite source is opened by `openForReading`, or its writer would wait. */
  readonly from: Kysely<Database>;
  /** Migrated and empty. Written in one transaction: whole or not at all. */
  readonly to: Kysely<Database>;
  readonly onProgress?: (what: string, done: number) => void;
}

/**
 * @returns the digest of each table, equal on both sides
 * Rejects, having changed nothing, when the target holds anything, has other tables, or gives back something else.
 */
export async function copyDatabase({ from, to, onProgress }: CopyOptions): Promise<readonly TableDigest[]> {
  const tables = await tablesOf(from);
  assertSameTables(tables, await tablesOf(to));
  return from
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((source) =>
      to.transaction().execute(async (target) => {
        await Promise.all([source, target].map(allowLongWork));
        await assertEmpty(target, tables);
        const restoreConstraints = await deferConstraints(target);
        const read: TableDigest[] = [];
        for (const table of tables) {
          const digest = new Digest();
          let rows = 0;
          for await (const page of pagesOf(source, table)) {
            page.forEach((row) => digest.add(row));
            await sql`insert into ${sql.table(table.name)} (${columnsOf(page[0])}) values ${sql.join(page.map(valuesOf))}`.execute(target);
            rows += page.length;
            onProgress?.(`copied rows of ${table.name}`, rows);
          }
          read.push(digest.of(table.name));
        }
        if (isSqlite(target)) await moveLongRows(target);
        await restoreConstraints();
        await advanceKeys(target, tables);
        assertSame(read, await digestDatabase(target));
        return read;
      }),
    );
}

/** Each side waits in its transaction while the other works. */
async function allowLongWork(db: Transaction<Database>): Promise<void> {
  if (!isSqlite(db)) await sql`set local idle_in_transaction_session_timeout = 0`.execute(db);
}

function columnsOf(row: object | undefined) {
  return sql.join(Object.keys(row ?? {}).map((column) => sql.ref(column)));
}

function valuesOf(row: object) {
  return sql`(${sql.join(Object.values(row))})`;
}

async function assertEmpty(target: Transaction<Database>, tables: readonly CopiedTable[]): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(target);
    if (rows.length > 0) throw new Error(`The database to copy into is not empty (${name}); nothing was changed`);
  }
}

/** A place may come before the one above it, so references are checked at the end. Resolves with how to make it as it was. */
async function deferConstraints(target: Transaction<Database>): Promise<() => Promise<void>> {
  if (isSqlite(target)) {
    await sql`pragma defer_foreign_keys = on`.execute(target);
    return async () => {};
  }
  const { rows } = await sql<{ name: string; owner: string }>`
    select conname as name, conrelid::regclass::text as owner from pg_constraint
    where contype = 'f' and not condeferrable and connamespace = current_schema()::regnamespace`.execute(target);
  const alterAll = async (how: string) => {
    for (const { name, owner } of rows) {
      await sql`alter table ${sql.raw(owner)} alter constraint ${sql.ref(name)} ${sql.raw(how)}`.execute(target);
    }
  };
  await alterAll('deferrable initially deferred');
  return async () => {
    await sql`set constraints all immediate`.execute(target);
    await alterAll('not deferrable');
  };
}

/** PostgreSQL hands out keys from a counter that knows nothing of rows that brought their own. */
async function advanceKeys(target: Transaction<Database>, tables: readonly CopiedTable[]): Promise<void> {
  if (isSqlite(target)) return;
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = current_schema() and (is_identity = 'YES' or column_default like 'nextval(%')`.execute(target);
  for (const { table, column } of rows.filter((row) => tables.some(({ name }) => name === row.table))) {
    const next = sql`select coalesce(max(${sql.ref(column)}), 0) + 1 from ${sql.table(table)}`;
    await sql`select setval(pg_get_serial_sequence(quote_ident(${table}), ${column}), (${next}), false)`.execute(target);
  }
}

function assertSame(read: readonly TableDigest[], written: readonly TableDigest[]): void {
  for (const [i, { table, rows, digest }] of read.entries()) {
    if (written[i]?.digest === digest && written[i].rows === rows) continue;
    throw new Error(`The copy of ${table} is not the same as what was read (${rows} rows); nothing was kept`);
  }
}
