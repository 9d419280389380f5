/** What every database keeps to when an epoch ends. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { DamagedError } from '../ports/document-log.ts';
import type { NewEpoch } from '../ports/epochs.ts';
import type { Store } from '../store.ts';
import { damage, type OpenedDatabase } from './durable-log.ts';
import { putDocument } from './put-document.ts';
import { AMINA, IMRAN, sampleAppend, sampleDocument, sampleRow } from './samples.ts';

const d = 'd1' as DocumentId;
export const CANARY = 'canary-7f3a91';

/** @param rowTable  where the adapter keeps rows that were just written */
export function describeEpochs(name: string, rowTable: string, create: () => Promise<OpenedDatabase>): void {
  describe(name, () => {
    let database: OpenedDatabase;
    let store: Store;
    beforeEach(async () => {
      database = await create();
      store = await database.open();
      for (const id of ['d1', 'd2']) {
        await putDocument(store.db, sampleDocument(id));
        const leases = [{ clientId: 11, author: AMINA }];
        await store.log.append([sampleAppend(id, 0, ['one', `${CANARY} in a row of ${id}`, 'three'], { leases })]);
      }
      const update = new TextEncoder().encode(`${CANARY} in a snapshot`.repeat(100));
      await store.log.keepSnapshot(d, 1, { seq: 2, update, stateVector: Uint8Array.of(8) });
    });
    afterEach(async () => {
      await store.close();
      await database.remove();
    });

    const next: NewEpoch = {
      documentId: d,
      epoch: 1,
      baseSeq: 3,
      rows: [sampleRow('one', { author: IMRAN }), sampleRow('three')],
      leases: [{ clientId: 21, author: IMRAN }],
    };

    test('[ST20] a new epoch holds its own rows and leases, numbered after the old head, and nothing of the old', async () => {
      expect(await store.epochs.begin(next)).toEqual({ outcome: 'durable', headSeq: 5 });
      const stored = await store.log.load(d);
      expect(stored?.info).toEqual(sampleDocument('d1', { epoch: 2, rightsVersion: 2 }));
      expect(stored).toMatchObject({ headSeq: 5, snapshot: null, leases: next.leases });
      expect(stored?.tail).toEqual(next.rows.map((row, i) => ({ ...row, seq: 4 + i })));
      expect((await store.log.read(d, 0, 10)).map((row) => row.seq)).toEqual([4, 5]);
      expect((await store.log.load('d2' as DocumentId))?.tail).toHaveLength(3);
    });

    test('[ST20] what was judged in the old epoch is refused, and writing goes on in the new', async () => {
      await store.epochs.begin(next);
      const late = sampleAppend('d1', 5, ['late'], { rightsVersion: 2 });
      expect(await store.log.append([late])).toEqual([{ outcome: 'epoch-over' }]);
      expect(await store.log.append([{ ...late, epoch: 2 }])).toEqual([{ outcome: 'durable', headSeq: 6 }]);
      await store.log.keepSnapshot(d, 2, { seq: 5, update: Uint8Array.of(1), stateVector: Uint8Array.of(2) });
      await store.close();
      store = await database.open();
      expect(await store.log.load(d)).toMatchObject({ snapshot: { seq: 5 }, tail: [{ seq: 6 }] });
    });

    test('[ST20] an epoch that has ended, or a head that has moved, or nothing there: refused, and nothing is changed', async () => {
      const before = await store.log.load(d);
      expect(await store.epochs.begin({ ...next, epoch: 2 })).toEqual({ outcome: 'epoch-over' });
      expect(await store.epochs.begin({ ...next, baseSeq: 2 })).toEqual({ outcome: 'behind' });
      expect(await store.epochs.begin({ ...next, documentId: 'nowhere' as DocumentId })).toEqual({ outcome: 'no-such-document' });
      expect(await store.log.load(d)).toEqual(before);
    });

    test('[ST10, ST20] the first row of the new epoch missing is damage', async () => {
      await store.epochs.begin(next);
      await damage(store.db, `delete from ${rowTable} where seq = 4 and epoch = 2`);
      await expect(store.log.load(d)).rejects.toThrow(DamagedError);
    });

    test('[ST20] an epoch without a word begins and is written on', async () => {
      expect(await store.epochs.begin({ ...next, rows: [], leases: [] })).toEqual({ outcome: 'durable', headSeq: 3 });
      expect(await store.log.load(d)).toMatchObject({ headSeq: 3, tail: [], leases: [] });
      const first = sampleAppend('d1', 3, ['first'], { epoch: 2, rightsVersion: 2 });
      expect(await store.log.append([first])).toEqual([{ outcome: 'durable', headSeq: 4 }]);
      expect((await store.log.read(d, 0, 10)).map((row) => row.seq)).toEqual([4]);
    });

    test('[ST20] of two who end an epoch at once one does', async () => {
      const answers = await Promise.all([store.epochs.begin(next), store.epochs.begin(next)]);
      expect(answers.map(({ outcome }) => outcome).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['durable', 'epoch-over']);
    });
  });
}
