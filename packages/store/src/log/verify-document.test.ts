import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentId } from '@ginnel/base/ids';
import { expect, onTestFinished, test } from 'vitest';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument } from '../contract/samples.ts';
import { documentsNewestFirst } from '../doctor/newest-first.ts';
import { openStore } from '../open-store.ts';
import { verifyDocument } from './verify-document.ts';

const id = 'd1' as DocumentId;

async function openedStore() {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-verify-'));
  const store = await openStore({ folder });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
}

test('[ST10, ST22] a row that a snapshot stands for is found damaged though the document opens, and others have their turn between pages', async () => {
  const store = await openedStore();
  await putDocument(store.db, sampleDocument(id));
  const texts = Array.from({ length: 4_500 }, (_, i) => `row ${i}`);
  await store.log.append([sampleAppend(id, 0, texts)]);
  let turns = 0;
  const othersTurn = async (): Promise<number> => turns++;
  expect(await verifyDocument(store.log, id, othersTurn)).toBe(4_500);
  expect(turns).toBe(0); // all of it is what opening reads
  await store.log.keepSnapshot(id, 1, { seq: 4_400, update: new Uint8Array([1]), stateVector: new Uint8Array([2]) });
  expect(await verifyDocument(store.log, id, othersTurn)).toBe(4_500);
  expect(turns).toBe(3);

  for (const table of ['document_update', 'document_recent'] as const)
    await store.db
      .updateTable(table)
      .set({ bytes: new Uint8Array([7]) })
      .where('seq', '=', 4_100)
      .execute();
  expect(await store.log.load(id)).toMatchObject({ headSeq: 4_500 });
  await expect(verifyDocument(store.log, id)).rejects.toThrow('Document d1 is damaged: row 4100 does not fit');
  expect(await verifyDocument(store.log, 'nothing' as DocumentId)).toBe(0);
});

test('[ST22] documents are listed by when they were written last, those that nobody has written in by when they began', async () => {
  const store = await openedStore();
  const at = (atMs: number) => ({ rows: [{ ...sampleAppend('x', 0, ['words']).rows[0]!, atMs }] });
  for (const [documentId, createdAtMs] of [
    ['old', 10],
    ['written', 20],
    ['new', 30],
  ] as const)
    await putDocument(store.db, sampleDocument(documentId, { createdAtMs }));
  expect(await documentsNewestFirst(store)).toEqual(['new', 'written', 'old']);
  await store.log.append([sampleAppend('written', 0, [], at(40))]);
  await store.log.append([sampleAppend('old', 0, [], at(35))]);
  expect(await documentsNewestFirst(store)).toEqual(['written', 'old', 'new']);
});
