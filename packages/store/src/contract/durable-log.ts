/** What a log that outlives the process keeps to beyond `document-log.ts`: reopening, and finding damage. */
import { sql, type Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import type { Database } from '../database.ts';
import { DamagedError } from '../ports/document-log.ts';
import type { Store } from '../store.ts';
import { putDocument } from './put-document.ts';
import { AMINA, IMRAN, sampleAppend, sampleDocument, sampleRow } from './samples.ts';

export interface OpenedDatabase {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

const d = 'd1' as DocumentId;

/** @param rowTable  where the adapter keeps rows that were just written, so that the suite can damage them */
export function describeDurableLog(name: string, rowTable: string, create: () => Promise<OpenedDatabase>): void {
  describe(name, () => {
    let database: OpenedDatabase;
    let store: Store;
    beforeEach(async () => {
      database = await create();
      store = await database.open();
      await putDocument(store.db, sampleDocument('d1'));
      await store.log.append([
        sampleAppend('d1', 0, [], {
          rows: [sampleRow('one'), sampleRow('two', { author: IMRAN }), sampleRow('three', { route: 'suggested' })],
          leases: [
            { clientId: 11, author: AMINA },
            { clientId: 12, author: IMRAN },
          ],
        }),
      ]);
      // what is of another epoch is not kept; its answer says that the housekeeping after the append is over
      await store.log.keepSnapshot(d, 99, { seq: 1, update: Uint8Array.of(1), stateVector: Uint8Array.of(1) });
    });
    afterEach(async () => {
      await store.close();
      await database.remove();
    });

    test('[ST9] opening again gives the same document, and writing goes on after it', async () => {
      await store.log.keepSnapshot(d, 1, { seq: 2, update: Uint8Array.of(9, 9), stateVector: Uint8Array.of(8) });
      const before = await store.log.load(d);
      await store.close();
      store = await database.open();
      expect(await store.log.load(d)).toEqual(before);
      expect(await store.log.append([sampleAppend('d1', 3, ['four'])])).toEqual([{ outcome: 'durable', headSeq: 4 }]);
    });

    test('[ST15] where many documents stand comes in one answer', async () => {
      await putDocument(store.db, sampleDocument('d2', { epoch: 2, rightsVersion: 7 }));
      const heads = await store.log.heads(['d2', 'd1', 'nowhere'] as DocumentId[]);
      expect(heads.toSorted((a, b) => (a.documentId < b.documentId ? -1 : 1))).toEqual([
        { documentId: 'd1', epoch: 1, rightsVersion: 1, headSeq: 3 },
        { documentId: 'd2', epoch: 2, rightsVersion: 7, headSeq: 0 },
      ]);
      expect(await store.log.heads([])).toEqual([]);
    });

    test('[ST9] migrations run again change nothing', async () => {
      const tables = async () => (await store.db.introspection.getTables()).map((table) => table.name).toSorted();
      const before = await tables();
      await store.close();
      store = await database.open();
      expect(await tables()).toEqual(before);
    });

    const damages: readonly (readonly [string, string, string])[] = [
      ['the bytes of a row', 'update document_update set bytes = X where seq = 2', 'row 2'],
      [
        'the author of a row',
        'update document_update set author = (select author from document_update where seq = 2) where seq = 1',
        'row 1',
      ],
      ['the route of a row', 'update document_update set route = 0 where seq = 3', 'row 3'],
      ['the time of a row', 'update document_update set at_ms = at_ms + 1 where seq = 3', 'row 3'],
      ['the checksum of a row', 'update document_update set checksum = checksum + 1 where seq = 1', 'row 1'],
      ['two rows changed about', 'update document_update set seq = 103 - seq where seq > 1', 'row'],
      ['a row in the middle gone', 'delete from document_update where seq = 2', 'row 2'],
      ['the last row gone', 'delete from document_update where seq = 3', 'row 3 '],
      ['a row said to be of another epoch', 'update document_update set epoch = 2 where seq = 2', 'row 2'],
      ['the head moved back', 'update document_head set seq = 2', 'its head'],
      ['the head gone', 'delete from document_head', 'its head'],
      ['the name behind an author', "update log_author set person_id = 'sam-oldham' where person_id = 'imran-shah'", 'row 2'],
      ['the capacity behind an author', "update log_author set capacity_id = 'amina-hussain.x' where person_id = 'amina-hussain'", 'row 1'],
      [
        'the holder of a lease',
        'update client_lease set author = (select author from client_lease where client_id = 12) where client_id = 11',
        'lease of client 11',
      ],
      ['the clientID of a lease', 'update client_lease set client_id = 13 where client_id = 12', 'lease of client 13'],
    ];
    test.each(damages)('[ST10] damage is found: %s', async (_, statement, place) => {
      await damage(store.db, statement.replaceAll('document_update', rowTable));
      const loading = store.log.load(d);
      await expect(loading).rejects.toThrow(DamagedError);
      await expect(loading).rejects.toThrow(place);
    });

    const snapshotDamages = ['bytes = X', 'state_vector = X', 'seq = 1', 'checksum = checksum + 1'];
    test.each(snapshotDamages)('[ST10] damage is found: snapshot %s', async (change) => {
      await store.log.keepSnapshot(d, 1, { seq: 2, update: Uint8Array.of(9, 9), stateVector: Uint8Array.of(8) });
      await damage(store.db, `update document_snapshot set ${change}`);
      await expect(store.log.load(d)).rejects.toThrow(/snapshot/);
    });

    test('[ST10] damage is found: an author who is in nobody’s name', async () => {
      await damage(store.db, "update log_author set person_id = '' where person_id = 'imran-shah'");
      await expect(store.log.load(d)).rejects.toThrow(DamagedError);
    });

    test('[ST10] damage is found: rows gone from before the snapshot, by whoever reads them', async () => {
      await store.log.keepSnapshot(d, 1, { seq: 2, update: Uint8Array.of(9, 9), stateVector: Uint8Array.of(8) });
      await damage(store.db, `delete from ${rowTable} where seq = 1`);
      await expect(store.log.read(d, 0, 10)).rejects.toThrow('row 1 ');
      expect(await store.log.read(d, 1, 10)).toHaveLength(2);
    });

    test('[ST10] damage is found: the last rows gone, by whoever reads to the end', async () => {
      await damage(store.db, `delete from ${rowTable} where seq > 1`);
      await expect(store.log.read(d, 0, 10)).rejects.toThrow('row 2 ');
      expect(await store.log.read(d, 0, 1)).toHaveLength(1);
    });

    test('[ST10] read finds damage too, and an undamaged document beside it is served', async () => {
      await putDocument(store.db, sampleDocument('d2'));
      await store.log.append([sampleAppend('d2', 0, ['fine'])]);
      await damage(store.db, `update ${rowTable} set bytes = X where seq = 2`);
      await expect(store.log.read(d, 1, 10)).rejects.toThrow(DamagedError);
      expect((await store.log.load('d2' as DocumentId))?.tail).toHaveLength(1);
    });
  });
}

/** `X` stands for other bytes, which each database spells its own way. */
export async function damage(db: Kysely<Database>, statement: string): Promise<void> {
  const [before, after] = statement.split('X');
  await (after === undefined ? sql.raw(statement) : sql`${sql.raw(before ?? '')}${Buffer.from([1, 2, 3])}${sql.raw(after)}`).execute(db);
}
