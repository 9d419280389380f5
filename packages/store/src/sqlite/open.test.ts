import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument } from '../contract/samples.ts';
import { openStore } from '../open-store.ts';
import { DamagedError } from '../ports/document-log.ts';
import { StoreUnusable } from '../store.ts';
import { isAtLeast, openConnection } from './connection.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ginnel-open-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('[ST14] a folder that is missing is made, and holds one database', async () => {
  const store = await openStore({ folder: join(folder, 'a', 'b') });
  await store.close();
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['ginnel.sqlite']);
});

test('[ST14] a folder that cannot be written gives one plain sentence', async () => {
  writeFileSync(join(folder, 'file'), '');
  for (const unwritable of [join(folder, 'file'), join(folder, 'file', 'below'), '/proc/ginnel']) {
    const opening = openStore({ folder: unwritable });
    await expect(opening).rejects.toThrow(StoreUnusable);
    await expect(opening).rejects.toThrow(`Ginnel cannot keep its database in ${unwritable}: `);
  }
});

test('[ST14] a file that is no database is refused and left as it is', async () => {
  writeFileSync(join(folder, 'ginnel.sqlite'), 'minutes of the Area Council\n'.repeat(200));
  await expect(openStore({ folder })).rejects.toThrow(StoreUnusable);
  expect(statSync(join(folder, 'ginnel.sqlite')).size).toBe(28 * 200);
});

test('[ST14] a database with a damaged page is refused at boot', async () => {
  const store = await openStore({ folder });
  await putDocument(store.db, sampleDocument('d1'));
  for (let seq = 0; seq < 40; seq++) await store.log.append([sampleAppend('d1', seq, ['x'.repeat(900)])]);
  await store.close();
  const file = join(folder, 'ginnel.sqlite');
  const pages = statSync(file).size / 1024;
  const handle = openSync(file, 'r+');
  for (let page = pages - 12; page < pages; page++) writeSync(handle, new Uint8Array(1024).fill(0xa5), 0, 1024, page * 1024);
  closeSync(handle);
  await expect(openStore({ folder })).rejects.toThrow(DamagedError);
});

test('[ST14] every setting on which durability rests reads back as it was set', () => {
  const connection = openConnection({ file: join(folder, 'x.sqlite'), checkpoints: true });
  const read = ['journal_mode', 'synchronous', 'foreign_keys', 'page_size'].map((name) => connection.pragma(name, { simple: true }));
  connection.close();
  expect(read).toEqual(['wal', 2, 1, 1024]);
});

test('[ST14] versions compare by number, not by letter', () => {
  const cases = [
    ['3.51.3', true],
    ['3.51.10', true],
    ['3.54.1', true],
    ['4.0.0', true],
    ['3.51.2', false],
    ['3.9.9', false],
    ['2.99.99', false],
  ] as const;
  for (const [version, expected] of cases) expect(isAtLeast(version, '3.51.3'), version).toBe(expected);
});

test('a transaction that reads first and writes later holds while the writer thread commits', async () => {
  const store = await openStore({ folder });
  await putDocument(store.db, sampleDocument('d1'));
  const appending = async () => {
    for (let seq = 0; seq < 30; seq++) await store.log.append([sampleAppend('d1', seq, ['x'])]);
  };
  const deciding = async () => {
    for (let i = 0; i < 30; i++) {
      await store.db.transaction().execute(async (tx) => {
        const { shape_version } = await tx.selectFrom('document').select('shape_version').executeTakeFirstOrThrow();
        await tx
          .updateTable('document')
          .set({ shape_version: shape_version + 1 })
          .execute();
      });
    }
  };
  await Promise.all([appending(), deciding()]);
  const info = (await store.log.load(sampleDocument('d1').id))?.info;
  await store.close();
  expect(info?.shapeVersion).toBe(31);
});

test('[ST14] a database that a newer Ginnel has written is left alone', async () => {
  const store = await openStore({ folder });
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`.execute(store.db);
  await store.close();
  const opening = openStore({ folder });
  await expect(opening).rejects.toThrow(StoreUnusable);
  await expect(opening).rejects.toThrow('A newer Ginnel has written this database (9999-later)');
  const connection = openConnection({ file: join(folder, 'ginnel.sqlite'), checkpoints: true });
  expect(connection.prepare('select count(*) from kysely_migration').pluck().get()).toBeGreaterThan(1);
  connection.close();
});
