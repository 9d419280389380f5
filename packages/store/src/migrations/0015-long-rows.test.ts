import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import type { DocumentId } from '@ginnel/base/ids';
import { makeBackup, restoreBackup, verifyBackup } from '../backup/backup.ts';
import { putDocument } from '../contract/put-document.ts';
import { AMINA, IMRAN, sampleAppend, sampleDocument, sampleRow } from '../contract/samples.ts';
import { digestDatabase } from '../copy/digest.ts';
import { verifyLog } from '../copy/verify.ts';
import type { Database } from '../database.ts';
import { openConnection } from '../sqlite/connection.ts';
import { GinnelSqliteDialect } from '../sqlite/dialect.ts';
import { openForReading } from '../sqlite/open-for-reading.ts';
import { createReader } from '../sqlite/reader.ts';
import { openSqliteStore } from '../sqlite/open.ts';
import { migrate } from './migrate.ts';

const SEED = Number(process.env['GINNEL_SEED'] ?? Date.now() % 1_000_000);
const DOCUMENTS = 6;
const EACH = 120;

let root: string;
let folder: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'ginnel-0015-'));
  folder = join(root, 'live');
  await fillAsBefore();
});
afterEach(() => rmSync(root, { recursive: true }));

/** A database as 0014 left it: updates of all lengths with their rows, folded and not, leases, a snapshot, an epoch that was ended. */
async function fillAsBefore(): Promise<void> {
  const random = seededRandom(SEED);
  const store = await openSqliteStore({ folder, foldAfterRows: 200, maxShortBytes: Number.MAX_SAFE_INTEGER });
  for (let i = 1; i <= DOCUMENTS; i++) await putDocument(store.db, sampleDocument(`d${i}`));
  for (let seq = 0; seq < EACH; seq += 10) {
    await store.log.append(
      Array.from({ length: DOCUMENTS }, (_, i) => {
        const bytes = () => (random.int(8) === 0 ? random.int(9000) : random.int(400)) + 1;
        const rows = Array.from({ length: 10 }, () => sampleRow('w'.repeat(bytes()), { author: random.int(2) === 0 ? AMINA : IMRAN }));
        return sampleAppend(`d${i + 1}`, seq, [], { rows, leases: [{ clientId: seq + 1, author: AMINA }] });
      }),
    );
  }
  const update = new Uint8Array(5000).fill(3);
  await store.log.keepSnapshot('d1' as DocumentId, 1, { seq: 60, update, stateVector: Uint8Array.of(1) });
  const rows = [sampleRow('what stays '.repeat(90)), sampleRow('short')];
  await store.epochs.begin({ documentId: 'd2' as DocumentId, epoch: 1, baseSeq: EACH, rows, leases: [] });
  await store.close();
  asBefore(join(folder, 'ginnel.sqlite'));
}

function asBefore(file: string): void {
  const connection = new BetterSqlite3(file);
  connection.exec("drop table document_long; delete from kysely_migration where name = '0015-long-rows'");
  connection.close();
}

async function digestOf(file: string) {
  const opened = openForReading(file);
  const digest = (await digestDatabase(opened.db)).filter(({ table }) => !table.startsWith('kysely'));
  await opened.close();
  return digest;
}

const ROWS = (DOCUMENTS - 1) * EACH + 2;

test(`[ST23] an older database is the same by hash afterwards, every row reads, and writing goes on (GINNEL_SEED=${SEED})`, async () => {
  const before = await digestOf(join(folder, 'ginnel.sqlite'));
  const store = await openSqliteStore({ folder });
  expect(await digestDatabase(store.db)).toEqual(before);
  expect(await verifyLog(store)).toEqual({ documents: DOCUMENTS, rows: ROWS, damaged: [] });
  const lengths = new BetterSqlite3(join(folder, 'ginnel.sqlite'));
  const count = (where: string) => lengths.prepare(`select count(*) from ${where}`).pluck().get();
  for (const table of ['document_update', 'document_recent']) expect(count(`${table} where length(bytes) > 192`)).toBe(0);
  expect(count('document_long')).toBeGreaterThan(200);
  expect(count('document_long where length(bytes) <= 192')).toBe(0);
  expect(count("pragma_integrity_check where integrity_check <> 'ok'")).toBe(0);
  lengths.close();
  expect(await store.log.append([sampleAppend('d3', EACH, ['on '.repeat(300)])])).toEqual([{ outcome: 'durable', headSeq: EACH + 1 }]);
  await store.close();
});

test('[ST10, ST23] rows that were damaged before are moved as they are, and are damaged afterwards, each of them', async () => {
  const raw = new BetterSqlite3(join(folder, 'ginnel.sqlite'));
  raw.exec(
    'update document_update set bytes = cast(bytes as text) where document = 3 and seq = (select min(seq) from document_update where document = 3 and length(bytes) > 500)',
  );
  raw.exec("update document_update set bytes = x'' where document = 4 and seq = 5");
  raw.exec('update document_update set bytes = zeroblob(length(bytes)) where document = 5 and length(bytes) > 192');
  raw.exec('delete from document_update where document = 6 and seq = 7');
  raw.close();
  const before = await digestOf(join(folder, 'ginnel.sqlite'));
  const damagedBefore = await damagedIn(join(folder, 'ginnel.sqlite'));
  expect(damagedBefore).toHaveLength(4);
  const store = await openSqliteStore({ folder });
  expect(await digestDatabase(store.db)).toEqual(before);
  expect((await verifyLog(store)).damaged).toEqual(damagedBefore);
  await store.close();
});

async function damagedIn(file: string): Promise<readonly string[]> {
  const opened = openForReading(file);
  const { reader, db } = opened;
  const log = {
    load: async (...asked: Parameters<typeof reader.load>) => reader.load(...asked),
    read: async (...asked: Parameters<typeof reader.read>) => reader.read(...asked),
  };
  const { damaged } = await verifyLog({ db, log });
  await opened.close();
  return damaged;
}

test('[ST23] where SQLite cannot read a page any more, updates stay with their rows, and what can be read is served', async () => {
  const file = join(folder, 'ginnel.sqlite');
  const raw = new BetterSqlite3(file);
  const page = raw
    .prepare("select pageno from dbstat where name = 'document_update' and pagetype = 'leaf' order by path limit 1 offset 20")
    .pluck()
    .get() as number;
  raw.close();
  const handle = openSync(file, 'r+');
  writeSync(handle, new Uint8Array(1024).fill(0xa5), 0, 1024, (page - 1) * 1024);
  closeSync(handle);
  const connection = openConnection({ file, checkpoints: false }); // a small file is refused at boot, whole; a large one is not read whole
  await migrate(new Kysely<Database>({ dialect: new GinnelSqliteDialect(connection) }));
  expect(connection.prepare('select count(*) from document_long').pluck().get()).toBe(0);
  const reader = createReader(connection);
  const readable = Array.from({ length: DOCUMENTS }, (_, i) => `d${i + 1}` as DocumentId).filter((id) => opens(() => reader.load(id)));
  expect(readable.length).toBeGreaterThanOrEqual(DOCUMENTS - 2);
  expect(readable.length).toBeLessThan(DOCUMENTS);
  connection.close();
});

function opens(load: () => unknown): boolean {
  try {
    return load() !== null;
  } catch {
    return false;
  }
}

test('[ST17, ST18, ST23] a backup of an older Ginnel is verified, restored, and the same by hash', async () => {
  const before = await digestOf(join(folder, 'ginnel.sqlite'));
  const current = await openSqliteStore({ folder: join(root, 'empty') });
  await current.close();
  const backup = await makeBackup({ folder, into: join(root, 'backups'), clock: { nowMs: () => 1_790_000_000_000 } });
  expect(readFileSync(backup, 'latin1')).not.toContain('document_long');
  expect(await verifyBackup(backup)).toMatchObject({ documents: DOCUMENTS, rows: ROWS });
  await restoreBackup({ backup, folder: join(root, 'restored') });
  const restored = await openSqliteStore({ folder: join(root, 'restored') });
  expect(await digestDatabase(restored.db)).toEqual(before);
  expect((await verifyLog(restored)).damaged).toEqual([]);
  await restored.close();
});
