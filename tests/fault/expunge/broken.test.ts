import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';

import { openStore } from '@ginnel/store/open-store';
import { addDocument } from '@ginnel/store/relational/documents';
import { addExpunge } from '@ginnel/store/relational/expunges';
import type { Store } from '@ginnel/store/store';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { carryOut } from '@ginnel/accounts/expunge/carry-out';

const CANARY = 'zwykanari';
const ID = 'd1' as DocumentId;
const DAN = { personId: 'dan' as PersonId, capacityId: 'dan.resident' as CapacityId };

/** Expunges everything of Dan's in a database of its own, by a program with something broken. @returns the files that still hold it */
async function filesAfter(broken: (store: Store) => Store): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-broken-'));
  const store = await openStore({ folder });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const document = {
    id: ID,
    kind: 'plan',
    placeId: 'west' as PlaceId,
    title: 'Plan',
    shapeVersion: 1,
    createdBy: null,
    createdAtMs: 1,
  } as const;
  await addDocument(store.db, document);
  const doc = new Y.Doc();
  doc.clientID = 11;
  for (let i = 0; i < 300; i++) doc.getText('notes').insert(0, `${CANARY}-${i} `);
  const update = Y.encodeStateAsUpdate(doc);
  const rows = [{ author: DAN, route: 'typed', atMs: 1, update }] as const;
  const append = { documentId: ID, epoch: 1, rightsVersion: 1, baseSeq: 0, rows, leases: [{ clientId: 11, author: DAN }] };
  expect(await store.log.append([append])).toEqual([{ outcome: 'durable', headSeq: 1 }]);
  await store.log.keepSnapshot(ID, 1, { seq: 1, update, stateVector: Y.encodeStateVector(doc) });
  const asked = { asked_by: 'helen', asked_as: 'h', asked_at_ms: 1, answered_by: 'tom', answered_as: 't', answered_at_ms: 2 } as const;
  const ends = { done_at_ms: null, beside: null, certificate: null } as const;
  const target = JSON.stringify({ kind: 'person', personId: 'dan', documentId: ID });
  const of = { expunge_id: 'x1', document_id: ID, asked_epoch: 1, what: JSON.stringify([{ personId: 'dan' }]) };
  await addExpunge(store.db, { id: 'x1', state: 'begun', place_id: 'west', target, reason: 'erasure', ...asked, ...ends }, [
    { ...of, outcome: null, origins: null, epoch: null },
  ]);
  expect(filesWith(folder).length).toBeGreaterThan(0);
  const around = { clock: { nowMs: () => 3 }, random: seededRandom(7), installation: 'http://localhost', epochBegan: () => {} };
  await carryOut({ ...around, store: broken(store), whileClosed: (_, work) => work() }, 'x1');
  return filesWith(folder);
}

test('[ST21] as it is, nothing is left', async () => {
  expect(await filesAfter((store) => store)).toEqual([]);
});

test('[ST21] a program that does not scrub is caught: the write-ahead log still holds them', async () => {
  const left = await filesAfter((store) => ({ ...store, epochs: { ...store.epochs, scrub: () => Promise.resolve([]) } }));
  expect(left).toContain('ginnel.sqlite-wal');
});

test('[ST20] a program that keeps the snapshot is caught', async () => {
  const left = await filesAfter((store) => {
    const begin: Store['epochs']['begin'] = async (next) => {
      const kept = await store.db.selectFrom('document_snapshot').selectAll().execute();
      const begun = await store.epochs.begin(next);
      await store.db.insertInto('document_snapshot').values(kept).execute();
      return begun;
    };
    return { ...store, epochs: { ...store.epochs, begin } };
  });
  expect(left).toContain('ginnel.sqlite');
});

test('[ST20] a program that keeps the old rows is caught', async () => {
  const begin: Store['epochs']['begin'] = () => Promise.resolve({ outcome: 'durable', headSeq: 2 });
  expect(await filesAfter((store) => ({ ...store, epochs: { ...store.epochs, begin } }))).toContain('ginnel.sqlite');
});

function filesWith(folder: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(CANARY));
}
