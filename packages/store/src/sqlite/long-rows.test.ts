import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { damage } from '../contract/durable-log.ts';
import { putDocument } from '../contract/put-document.ts';
import { AMINA, sampleAppend, sampleDocument } from '../contract/samples.ts';
import { verifyLog } from '../copy/verify.ts';
import { DamagedError } from '../ports/document-log.ts';
import type { Store } from '../store.ts';
import { MAX_SHORT_BYTES } from './long-rows.ts';
import { openSqliteStore } from './open.ts';

const d = 'd1' as DocumentId;
/** Of every length around the longest that stays with its row. */
const words = Array.from({ length: 60 }, (_, i) => `${i} `.padEnd(MAX_SHORT_BYTES - 30 + i, 'x'));
const long = words.filter(({ length }) => length > MAX_SHORT_BYTES).length;

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ginnel-long-'));
  store = await openSqliteStore({ folder, foldAfterRows: 40 });
  for (const id of ['d1', 'd2']) {
    await putDocument(store.db, sampleDocument(id));
    for (let i = 0; i < words.length; i += 15) await store.log.append([sampleAppend(id, i, words.slice(i, i + 15))]);
  }
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function count(where: string): Promise<number | undefined> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.raw(where)}`.execute(store.db);
  return rows[0]?.n;
}

test('[ST23] an update stands in one place: with its row up to 192 bytes, apart beyond', async () => {
  expect(await count('document_long')).toBe(2 * long);
  expect(await count(`document_long where length(bytes) <= ${MAX_SHORT_BYTES}`)).toBe(0);
  const rows = '(select bytes from document_update union all select bytes from document_recent)';
  expect(await count(rows)).toBe(2 * words.length);
  expect(await count(`${rows} where length(bytes) = 0`)).toBe(2 * long);
  const read = async () => (await store.log.read(d, 0, 1000)).map(({ update }) => new TextDecoder().decode(update));
  expect(await read()).toEqual(words);
  await store.close();
  store = await openSqliteStore({ folder });
  expect(await read()).toEqual(words);
});

test.each([
  ['gone', 'delete from document_long where document = 1 and seq = 50', 'row 50'],
  ['changed', 'update document_long set bytes = X where document = 1 and seq = 50', 'row 50'],
  [
    'of another row',
    'update document_long set bytes = (select bytes from document_long where document = 1 and seq = 52) where document = 1 and seq = 50',
    'row 50',
  ],
  ['of another document', 'update document_long set document = 3 - document where seq = 50 and document = 1', 'row 50'],
  ['nothing', "update document_long set bytes = x'' where document = 1 and seq = 50", 'row 50'],
])('[ST10, ST23] a long update that is %s is found, and the document beside it is served', async (_, statement, place) => {
  if (statement.includes('document = 3')) await damage(store.db, 'delete from document_long where document = 2 and seq = 50');
  await damage(store.db, statement);
  const loading = store.log.load(d);
  await expect(loading).rejects.toThrow(DamagedError);
  await expect(loading).rejects.toThrow(place);
  if (!statement.includes('document = 3')) expect((await store.log.load('d2' as DocumentId))?.tail).toHaveLength(words.length);
});

test('[ST20, ST23] of an epoch that ended no long update is left, and other documents keep theirs', async () => {
  const update = new Uint8Array(500).fill(7);
  const next = {
    documentId: d,
    epoch: 1,
    baseSeq: words.length,
    leases: [],
    rows: [{ author: AMINA, route: 'typed', atMs: 5, update }],
  } as const;
  expect(await store.epochs.begin(next)).toMatchObject({ outcome: 'durable' });
  expect(await count('document_long where document = 1')).toBe(1);
  expect(await count('document_long where document = 2')).toBe(long);
  expect((await store.log.load(d))?.tail.map((row) => row.update)).toEqual([update]);
});

test('[ST7, ST23] rows that could not be written leave no long update behind', async () => {
  const other = new BetterSqlite3(join(folder, 'ginnel.sqlite'));
  other.exec("create trigger full before insert on document_head begin select raise(abort, 'no space'); end");
  await expect(store.log.append([sampleAppend('d1', words.length, ['y'.repeat(400)])])).rejects.toThrow();
  expect(await count('document_long')).toBe(2 * long);
  other.exec('drop trigger full');
  other.close();
  expect(await store.log.append([sampleAppend('d1', words.length, ['z'.repeat(400)])])).toMatchObject([{ outcome: 'durable' }]);
  expect(await verifyLog(store)).toEqual({ documents: 2, rows: 2 * words.length + 1, damaged: [] });
});
