import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '../contract/put-document.ts';
import { AMINA, IMRAN, sampleAppend, sampleDocument } from '../contract/samples.ts';
import { StorageError } from '../ports/document-log.ts';
import type { Store } from '../store.ts';
import { openSqliteStore } from './open.ts';
import { WriterThread } from './writer-thread.ts';

const d = 'd1' as DocumentId;
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ginnel-writer-'));
  store = await openSqliteStore({ folder, busyTimeoutMs: 100 });
  await putDocument(store.db, sampleDocument('d1'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const newWriter = (file = join(folder, 'ginnel.sqlite')) => new WriterThread({ file, busyTimeoutMs: 100, foldAfterRows: 10 });

test('[ST7] a writer that dies answers what it was asked, and the next append has a new one', async () => {
  const writer = newWriter();
  await writer.start();
  const dying = writer.ask({ type: 'nonsense' } as never);
  const behindIt = writer.append([sampleAppend('d1', 0, ['perhaps'])]);
  const outcomes = await Promise.allSettled([dying, behindIt]);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StorageError' } });
  const head = (await store.log.load(d))?.headSeq ?? 0; // it died with the second in hand: written or not, nobody could say
  expect(head).toBeLessThanOrEqual(1);
  expect(await writer.append([sampleAppend('d1', head, ['kept'])])).toEqual([{ outcome: 'durable', headSeq: head + 1 }]);
  expect((await store.log.load(d))?.tail.map((row) => new TextDecoder().decode(row.update)).at(-1)).toBe('kept');
  await writer.close();
});

test('[ST14] a writer without its database says why', async () => {
  await expect(newWriter(join(folder, 'nowhere', 'x.sqlite')).start()).rejects.toThrow();
});

test('[ST7] while a decision holds the database too long appends fail, and work again after it', async () => {
  const held = await store.db.transaction().execute(async (tx) => {
    await tx.updateTable('document').set({ title: 'Held' }).execute();
    return store.log.append([sampleAppend('d1', 0, ['x'])]).catch((error: unknown) => error);
  });
  expect(held).toBeInstanceOf(StorageError);
  expect(await store.log.append([sampleAppend('d1', 0, ['x'])])).toEqual([{ outcome: 'durable', headSeq: 1 }]);
});

test('[ST10] an author whom another connection has taken out is entered again, since no key outlives what others commit', async () => {
  await store.log.append([sampleAppend('d1', 0, ['a', 'b'])]);
  await store.epochs.begin({ documentId: d, epoch: 1, baseSeq: 2, rows: [], leases: [] });
  await store.db.deleteFrom('log_author').execute();
  const later = { epoch: 2, rightsVersion: 2 };
  expect(await store.log.append([sampleAppend('d1', 2, ['c'], later)])).toEqual([{ outcome: 'durable', headSeq: 3 }]);
  expect((await store.log.load(d))?.tail).toMatchObject([{ seq: 3, author: AMINA }]);
});

test('[ST9] what was asked before closing is answered; what comes after is refused', async () => {
  const other = await openSqliteStore({ folder });
  const asked = Array.from({ length: 30 }, (_, seq) => other.log.append([sampleAppend('d1', seq, ['x'])]));
  await other.close();
  const answers = await Promise.all(asked);
  expect(answers.at(-1)).toEqual([{ outcome: 'durable', headSeq: 30 }]);
  await expect(other.log.append([sampleAppend('d1', 30, ['x'])])).rejects.toThrow(StorageError);
  expect((await store.log.load(d))?.headSeq).toBe(30);
});

test('[ST2, ST5, ST16] two processes on one file write every row once and lease every clientID once', async () => {
  // With the waiting time that the product has: on a busy machine one commit may take longer than the other tests' 100 ms.
  const stores = [await openSqliteStore({ folder }), await openSqliteStore({ folder, foldAfterRows: 7 })];
  const taken: string[] = [];
  const race = async ({ log }: Store, name: number) => {
    let head = 0;
    for (let round = 0; round < 60; round++) {
      const leases = [{ clientId: round, author: name === 0 ? AMINA : IMRAN }];
      const words = `${name}.${round}`;
      const [answer] = await log.append([sampleAppend('d1', head, [words], { leases })]);
      if (answer?.outcome === 'durable') taken.push(words);
      head = (await log.load(d))?.headSeq ?? 0;
    }
  };
  await Promise.all(stores.map(race));
  const stored = await store.log.load(d);
  expect(stored?.tail.map((row) => new TextDecoder().decode(row.update)).toSorted()).toEqual(taken.toSorted());
  expect(stored?.leases.length).toBe(stored?.headSeq);
  for (const each of stores) await each.close();
});
