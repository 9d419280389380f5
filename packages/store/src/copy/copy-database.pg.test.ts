import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TemporaryPostgres } from '@ginnel/testkit/services/postgres';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '../contract/put-document.ts';
import { AMINA, IMRAN, sampleAppend, sampleDocument, sampleRow } from '../contract/samples.ts';
import { openPostgresStore } from '../postgres/open.ts';
import { openSqliteStore } from '../sqlite/open.ts';
import { openForReading } from '../sqlite/open-for-reading.ts';
import type { Store } from '../store.ts';
import { copyDatabase } from './copy-database.ts';
import { digestDatabase } from './digest.ts';
import { moveDatabase } from './move-database.ts';
import { verifyLog } from './verify.ts';

let postgres: TemporaryPostgres;
let folder: string;
beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'ginnel-copy-'));
}, 120_000);
afterAll(async () => {
  await postgres.remove();
  await rm(folder, { recursive: true });
});

/** 1,300 rows in two documents, folded and recent, every fiftieth long, with leases, a snapshot, and places in the wrong order for their references. */
async function fill({ db, log }: Store): Promise<void> {
  const place = { tier: 'ward' as const, tier_name: 'ward', ons_code: null, about: 'Lle â hanes', position: 1 };
  await db
    .insertInto('place')
    .values({ ...place, id: 'z-bury', name: 'Bury', parent_id: null })
    .execute();
  await db
    .insertInto('place')
    .values({ ...place, id: 'a-radcliffe', name: 'Radcliffe', parent_id: 'z-bury' })
    .execute();
  await db
    .insertInto('person')
    .values({ id: 'amina-hussain', name: 'Amina', demo: 1, email: null, created_at_ms: 1_790_000_000_000 })
    .execute();
  for (const id of ['d1', 'd2']) await putDocument(db, sampleDocument(id));
  const rows = Array.from({ length: 1100 }, (_, i) =>
    sampleRow(`row ${i}`.padEnd(i % 50 === 0 ? 700 : 0), { author: i % 3 === 0 ? IMRAN : AMINA }),
  );
  await log.append([sampleAppend('d1', 0, [], { rows, leases: [{ clientId: 2 ** 53 - 1, author: AMINA }] })]);
  await log.append([sampleAppend('d2', 0, ['a', 'b'], { leases: [{ clientId: 2 ** 53 - 1, author: IMRAN }] })]);
  await log.keepSnapshot('d1' as DocumentId, 1, { seq: 1000, update: new Uint8Array(5000).fill(7), stateVector: Uint8Array.of(1, 2) });
  await log.append([
    sampleAppend(
      'd1',
      1100,
      Array.from({ length: 200 }, (_, i) => `late ${i}`),
    ),
  ]);
}

test('[ST17, ST23] everything goes from SQLite to PostgreSQL and back, the same by hash, and writing goes on', async () => {
  const first = await openSqliteStore({ folder: join(folder, 'first'), foldAfterRows: 600 });
  await fill(first);
  const loaded = await first.log.load('d1' as DocumentId);
  await first.close();
  const source = openForReading(join(folder, 'first', 'ginnel.sqlite'));
  const before = await digestDatabase(source.db);

  const middle = await openPostgresStore({ url: postgres.createDatabase() });
  const progress: string[] = [];
  expect(await copyDatabase({ from: source.db, to: middle.db, onProgress: (table, rows) => progress.push(`${table} ${rows}`) })).toEqual(
    before,
  );
  await source.close();
  expect(progress).toContain('copied rows of document_update 1302');
  expect(await middle.log.load('d1' as DocumentId)).toEqual(loaded);
  expect(await verifyLog(middle)).toEqual({ documents: 2, rows: 1302, damaged: [] });
  await putDocument(middle.db, sampleDocument('d3'));
  expect(await middle.log.append([sampleAppend('d3', 0, ['new'])])).toEqual([{ outcome: 'durable', headSeq: 1 }]);
  const orphan = middle.db.insertInto('document_head').values({ document: 99, seq: 1 }).execute();
  await expect(orphan).rejects.toThrow(/foreign key/);

  const last = await openSqliteStore({ folder: join(folder, 'last') });
  const digests = await copyDatabase({ from: middle.db, to: last.db });
  expect(digests.map(({ table, rows }) => `${table} ${rows}`)).toEqual(
    before.map(({ table, rows }) => `${table} ${rows + (['document', 'document_head', 'document_update'].includes(table) ? 1 : 0)}`),
  );
  expect(await last.log.load('d1' as DocumentId)).toEqual(loaded);
  expect(await last.db.selectFrom('document_long').select('seq').execute()).toHaveLength(22);
  expect(await verifyLog(last)).toEqual({ documents: 3, rows: 1303, damaged: [] });
  await Promise.all([middle.close(), last.close()]);
});

test('[ST17] a database that is not empty is left as it is', async () => {
  const from = await openSqliteStore({ folder: join(folder, 'from') });
  const to = await openSqliteStore({ folder: join(folder, 'to') });
  await fill(from);
  await putDocument(to.db, sampleDocument('mine', { title: 'Mine' }));
  const before = await digestDatabase(to.db);
  await expect(copyDatabase({ from: from.db, to: to.db })).rejects.toThrow('not empty');
  expect(await digestDatabase(to.db)).toEqual(before);
  await Promise.all([from.close(), to.close()]);
});

test('[ST17] a copy taken while people write is of one moment', async () => {
  const url = postgres.createDatabase();
  const [serving, reading] = [await openPostgresStore({ url }), await openPostgresStore({ url })];
  await fill(serving);
  let head = 1300;
  let isCopied = false;
  const writing = (async () => {
    while (!isCopied) {
      await serving.log.append([sampleAppend('d1', head, ['x']), sampleAppend('d2', head - 1298, ['x'])]);
      head++;
    }
  })();
  const copy = await openSqliteStore({ folder: join(folder, 'copy') });
  await copyDatabase({ from: reading.db, to: copy.db });
  isCopied = true;
  await writing;
  expect(head).toBeGreaterThan(1300);
  const [one, two] = [await copy.log.load('d1' as DocumentId), await copy.log.load('d2' as DocumentId)];
  expect(one?.headSeq).toBeLessThanOrEqual(head);
  expect((one?.headSeq ?? 0) - 1298).toBe(two?.headSeq);
  expect((await verifyLog(copy)).damaged).toEqual([]);
  await Promise.all([serving.close(), reading.close(), copy.close()]);
});

test('[ST17] a table that only one of the two has stops it', async () => {
  const from = await openSqliteStore({ folder: join(folder, 'strange') });
  const to = await openSqliteStore({ folder: join(folder, 'plain') });
  await from.db.schema
    .createTable('ballot')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .execute();
  await expect(copyDatabase({ from: from.db, to: to.db })).rejects.toThrow('differ in their columns: ballot.id');
  await Promise.all([from.close(), to.close()]);
});

test('[ST17] the command moves a database there and back, and the source stays as it was', { timeout: 300_000 }, async () => {
  const store = await openSqliteStore({ folder: join(folder, 'here') });
  await fill(store);
  const before = await digestDatabase(store.db);
  await store.close();
  const url = postgres.createDatabase();
  const told = new Set<string>();
  expect(await moveDatabase({ from: { folder: join(folder, 'here') }, to: { url }, onProgress: (what) => told.add(what) })).toEqual(before);
  expect(await moveDatabase({ from: { url }, to: { folder: join(folder, 'back') } })).toEqual(before);
  await expect(moveDatabase({ from: { url }, to: { folder: join(folder, 'here') } })).rejects.toThrow('nothing was changed');
  expect(told).toContain('verified documents');
  const serving = await openPostgresStore({ url });
  await expect(moveDatabase({ from: { url }, to: { folder: join(folder, 'meanwhile') } })).rejects.toThrow('has this database open');
  await serving.close();
  const still = await openSqliteStore({ folder: join(folder, 'here') });
  expect(await digestDatabase(still.db)).toEqual(before);
  await expect(moveDatabase({ from: { folder: join(folder, 'here') }, to: { url } })).rejects.toThrow('has this database open');
  await still.close();
});
