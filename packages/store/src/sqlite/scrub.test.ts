import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument, sampleRow } from '../contract/samples.ts';
import { openSqliteStore } from './open.ts';

const CANARIES = 1000;

test('[ST21] of a thousand expunged strings none is in any file of the database afterwards, and the rest is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-scrub-'));
  const store = await openSqliteStore({ folder, foldAfterRows: 300 });
  /** Every tenth is long: its bytes stand apart from its row. */
  const canary = (i: number) => `canary-${i}-of-radcliffe`.padEnd(i % 10 === 0 ? 300 : 0, '.');
  for (const id of ['d1', 'd2']) await putDocument(store.db, sampleDocument(id));
  for (let i = 0; i < CANARIES; i += 10) {
    const words = Array.from({ length: 10 }, (_, j) => canary(i + j));
    await store.log.append([
      sampleAppend('d1', i, words),
      sampleAppend(
        'd2',
        i,
        words.map((word) => word.replace('canary', 'linnet')),
      ),
    ]);
  }
  const update = new TextEncoder().encode(Array.from({ length: CANARIES }, (_, i) => canary(i)).join(' '));
  await store.log.keepSnapshot('d1' as DocumentId, 1, { seq: 900, update, stateVector: Uint8Array.of(1) });
  expect(found(folder, 'canary-')).toBeGreaterThan(CANARIES);

  const next = { documentId: 'd1' as DocumentId, epoch: 1, baseSeq: CANARIES, rows: [sampleRow('what stays')], leases: [] };
  expect(await store.epochs.begin(next)).toMatchObject({ outcome: 'durable' });
  const writing = store.log.append([sampleAppend('d2', CANARIES, ['meanwhile'])]);
  await store.epochs.scrub();
  expect(found(folder, 'canary-')).toBe(0);
  expect(await writing).toEqual([{ outcome: 'durable', headSeq: CANARIES + 1 }]);
  expect(found(folder, 'linnet-')).toBeGreaterThanOrEqual(CANARIES);
  expect((await store.log.load('d1' as DocumentId))?.tail.map((row) => new TextDecoder().decode(row.update))).toEqual(['what stays']);
  expect((await store.log.load('d2' as DocumentId))?.tail).toHaveLength(CANARIES + 1);
  await store.close();
  rmSync(folder, { recursive: true });
});

/** How often the text stands in the database, its write-ahead log or anything else in the folder. */
function found(folder: string, text: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name), 'latin1').split(text).length - 1, 0);
}
