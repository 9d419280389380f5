/** What every document log keeps to, whichever database is under it. An adapter's test is its `open`. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Append, DocumentLog } from '../ports/document-log.ts';
import { AMINA, AMINA_FOR_GROUP, IMRAN, sampleAppend, sampleDocument, sampleRow } from './samples.ts';

export interface OpenedLog {
  readonly log: DocumentLog;
  putDocument(info: DocumentInfo): Promise<void>;
  /** Closes everything and removes what was stored. */
  end(): Promise<void>;
}

const d = 'd1' as DocumentId;

export function describeDocumentLog(name: string, open: () => Promise<OpenedLog>): void {
  describe(name, () => {
    let opened: OpenedLog;
    let log: DocumentLog;
    beforeEach(async () => {
      opened = await open();
      log = opened.log;
      await opened.putDocument(sampleDocument('d1'));
    });
    afterEach(() => opened.end());

    const appendOne = async (append: Append) => (await log.append([append]))[0];

    test('[ST4] rows get the numbers after the head, in order, and come back byte for byte', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, i) => i);
      const rows = [
        sampleRow('a'),
        sampleRow('', { update: every, author: IMRAN, route: 'suggested', atMs: 0 }),
        sampleRow('c', { author: AMINA_FOR_GROUP, route: 'machine' }),
      ];
      expect(await appendOne(sampleAppend('d1', 0, [], { rows }))).toEqual({ outcome: 'durable', headSeq: 3 });
      expect(await appendOne(sampleAppend('d1', 3, ['d']))).toEqual({ outcome: 'durable', headSeq: 4 });
      const stored = await log.load(d);
      expect(stored?.headSeq).toBe(4);
      expect(stored?.info).toEqual(sampleDocument('d1'));
      expect(stored?.tail).toEqual([...rows, sampleRow('d')].map((row, i) => ({ ...row, seq: i + 1 })));
    });

    test('[ST4] only the bytes of a view are written, not the buffer around it', async () => {
      const around = Uint8Array.from({ length: 4096 }, (_, i) => i % 251);
      await appendOne(sampleAppend('d1', 0, [], { rows: [sampleRow('', { update: around.subarray(100, 103) })] }));
      expect((await log.load(d))?.tail[0]?.update).toEqual(Uint8Array.of(100, 101, 102));
    });

    test('[ST2] a document that is not there is said so', async () => {
      expect(await appendOne(sampleAppend('nowhere', 0, ['a']))).toEqual({ outcome: 'no-such-document' });
      expect(await log.load('nowhere' as DocumentId)).toBeNull();
      expect(await log.read('nowhere' as DocumentId, 0, 10)).toEqual([]);
    });

    test('[ST2] an append judged in an ended epoch is refused before anything else is looked at', async () => {
      await opened.putDocument(sampleDocument('d1', { epoch: 2, rightsVersion: 5 }));
      expect(await appendOne(sampleAppend('d1', 7, ['a']))).toEqual({ outcome: 'epoch-over' });
    });

    test('[ST2] an append judged under rights that have moved on is refused, and taken once judged again', async () => {
      await opened.putDocument(sampleDocument('d1', { rightsVersion: 2, phase: 'agreed' }));
      expect(await appendOne(sampleAppend('d1', 9, ['a']))).toEqual({ outcome: 'rights-moved' });
      expect((await log.load(d))?.tail).toEqual([]);
      expect(await appendOne(sampleAppend('d1', 0, ['a'], { rightsVersion: 2 }))).toEqual({ outcome: 'durable', headSeq: 1 });
    });

    test('[ST2] an append judged on another head is refused, whether it is behind or ahead', async () => {
      await appendOne(sampleAppend('d1', 0, ['a', 'b']));
      expect(await appendOne(sampleAppend('d1', 1, ['x']))).toEqual({ outcome: 'behind' });
      expect(await appendOne(sampleAppend('d1', 3, ['x']))).toEqual({ outcome: 'behind' });
      expect((await log.load(d))?.headSeq).toBe(2);
    });

    test('[ST5] a lease never changes hands, not even to the same person in another capacity', async () => {
      const leases = [{ clientId: 2 ** 53 - 1, author: AMINA }];
      expect(await appendOne(sampleAppend('d1', 0, [], { leases }))).toEqual({ outcome: 'durable', headSeq: 0 });
      for (const author of [IMRAN, AMINA_FOR_GROUP]) {
        const taken = sampleAppend('d1', 0, ['x'], { leases: [{ clientId: 2 ** 53 - 1, author }] });
        expect(await appendOne(taken)).toEqual({ outcome: 'lease-taken', clientId: 2 ** 53 - 1 });
      }
      expect(await appendOne(sampleAppend('d1', 0, ['a'], { leases }))).toEqual({ outcome: 'durable', headSeq: 1 });
      const stored = await log.load(d);
      expect(stored?.leases).toEqual(leases);
      expect(stored?.tail).toHaveLength(1);
    });

    test('[ST5] one append cannot lease a clientID to two authors; another document may lease it to somebody else', async () => {
      const leases = [
        { clientId: 7, author: AMINA },
        { clientId: 7, author: IMRAN },
      ];
      expect(await appendOne(sampleAppend('d1', 0, ['x'], { leases }))).toEqual({ outcome: 'lease-taken', clientId: 7 });
      expect((await log.load(d))?.leases).toEqual([]);
      await opened.putDocument(sampleDocument('d2'));
      for (const [id, author] of [
        ['d1', AMINA],
        ['d2', IMRAN],
      ] as const) {
        expect(await appendOne(sampleAppend(id, 0, [], { leases: [{ clientId: 7, author }] }))).toMatchObject({ outcome: 'durable' });
      }
    });

    test('[ST3] appends handed in together are each taken or refused by themselves', async () => {
      await opened.putDocument(sampleDocument('d2'));
      const outcomes = await log.append([
        sampleAppend('d1', 0, ['a']),
        sampleAppend('d2', 4, ['x']),
        sampleAppend('nowhere', 0, ['x']),
        sampleAppend('d1', 1, ['b'], { leases: [{ clientId: 1, author: AMINA }] }),
        sampleAppend('d2', 0, ['x'], { rightsVersion: 9 }),
        sampleAppend('d2', 0, ['y']),
      ]);
      expect(outcomes.map((one) => one.outcome)).toEqual(['durable', 'behind', 'no-such-document', 'durable', 'rights-moved', 'durable']);
      expect((await log.load(d))?.tail.map((row) => new TextDecoder().decode(row.update))).toEqual(['a', 'b']);
      expect((await log.load('d2' as DocumentId))?.tail.map((row) => new TextDecoder().decode(row.update))).toEqual(['y']);
      expect(await log.append([])).toEqual([]);
    });

    test('[ST2] of writers who race for one head exactly one is taken, and the others are behind', async () => {
      let head = 0;
      for (let round = 0; round < 20; round++) {
        const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => appendOne(sampleAppend('d1', head, [`${round}.${i}`]))));
        const outcomes = answers.map((answer) => answer?.outcome ?? 'none').toSorted();
        expect(outcomes).toEqual([...Array.from({ length: 7 }, () => 'behind'), 'durable']);
        head++;
      }
      expect((await log.load(d))?.tail.map((row) => row.seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    });

    test('[ST4] many documents written at once keep their own numbers', async () => {
      const ids = Array.from({ length: 20 }, (_, i) => `many-${i}`);
      for (const id of ids) await opened.putDocument(sampleDocument(id));
      await Promise.all(
        ids.map(async (id) => {
          for (let seq = 0; seq < 10; seq++)
            expect(await appendOne(sampleAppend(id, seq, [`${id}/${seq}`]))).toEqual({ outcome: 'durable', headSeq: seq + 1 });
        }),
      );
      for (const id of ids) {
        const stored = await log.load(id as DocumentId);
        expect(stored?.tail.map((row) => new TextDecoder().decode(row.update))).toEqual(
          Array.from({ length: 10 }, (_, seq) => `${id}/${seq}`),
        );
      }
    });

    test('[ST11] read gives rows after a number, at most as many as asked', async () => {
      await appendOne(sampleAppend('d1', 0, ['a', 'b', 'c', 'd']));
      expect((await log.read(d, 1, 2)).map((row) => row.seq)).toEqual([2, 3]);
      expect((await log.read(d, 3, 100)).map((row) => row.seq)).toEqual([4]);
      expect(await log.read(d, 4, 100)).toEqual([]);
    });

    test('[ST12, ST13] load gives the newest snapshot and the rows after it; rows before it stay readable', async () => {
      await appendOne(sampleAppend('d1', 0, ['a', 'b', 'c']));
      const snapshot = (seq: number) => ({ seq, update: Uint8Array.of(1, seq), stateVector: Uint8Array.of(2, seq) });
      await log.keepSnapshot(d, 1, snapshot(2));
      await log.keepSnapshot(d, 1, snapshot(1));
      expect(await log.load(d)).toMatchObject({ snapshot: snapshot(2), headSeq: 3 });
      expect((await log.load(d))?.tail.map((row) => row.seq)).toEqual([3]);
      await log.keepSnapshot(d, 1, snapshot(3));
      expect(await log.load(d)).toMatchObject({ snapshot: snapshot(3), tail: [] });
      expect((await log.read(d, 0, 10)).map((row) => row.seq)).toEqual([1, 2, 3]);
      expect(await appendOne(sampleAppend('d1', 3, ['d']))).toEqual({ outcome: 'durable', headSeq: 4 });
      expect((await log.load(d))?.tail.map((row) => row.seq)).toEqual([4]);
    });

    test('[ST12] a snapshot of another epoch, or of a document that is not there, is not kept', async () => {
      await appendOne(sampleAppend('d1', 0, ['a']));
      const snapshot = { seq: 1, update: Uint8Array.of(1), stateVector: Uint8Array.of(2) };
      await log.keepSnapshot(d, 2, snapshot);
      await log.keepSnapshot('nowhere' as DocumentId, 1, snapshot);
      expect((await log.load(d))?.snapshot).toBeNull();
    });

    test('[ST12] a snapshot past the head is a bug and throws', async () => {
      await expect(log.keepSnapshot(d, 1, { seq: 1, update: Uint8Array.of(1), stateVector: Uint8Array.of(2) })).rejects.toThrow(/durable/);
    });

    test('[ST8] what no caller may send throws, and an append beside it in time is unharmed', async () => {
      const bad = [
        sampleAppend('d1', 0, [], { rows: [sampleRow('')] }),
        sampleAppend('d1', 0.5, ['x']),
        sampleAppend('d1', 0, [], { leases: [{ clientId: 2 ** 53, author: AMINA }] }),
        sampleAppend('d1', 0, [], { rows: [sampleRow('x', { author: { ...AMINA, capacityId: '' as never } })] }),
      ];
      const answers = await Promise.allSettled([...bad.map(appendOne), appendOne(sampleAppend('d1', 0, ['good']))]);
      expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected', 'fulfilled']);
      expect((await log.load(d))?.tail).toHaveLength(1);
    });
  });
}
