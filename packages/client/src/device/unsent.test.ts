import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { confirmedNow } from '../rebuild/confirmed.ts';
import { seededRandom } from '../testing/sessions.ts';
import { deviceStorage } from './indexed-db.ts';
import { memoryStorage } from './memory.ts';
import { takeSlot, type Slot } from './slots.ts';
import type { DeviceStorage } from './storage.ts';
import { capacitiesWithUnsent } from './unsent.ts';

const DOCUMENT = { personId: 'jo', documentId: 'doc-1', epoch: 1 };
const BOTH = ['jo.group-lead', 'jo.resident'];
const random = seededRandom();

/** A page of Jo, which writes, and confirms what it is told to. */
async function write(storage: DeviceStorage, words: string, isConfirmed: boolean, capacityId = 'jo.resident'): Promise<Slot> {
  const doc = new Y.Doc({ gc: false });
  const slot = await takeSlot(storage, { ...DOCUMENT, capacityId }, random, doc.clientID);
  const copy = storage.openCopy(slot.name, doc);
  await copy.whenLoaded;
  doc.getText('notes').insert(0, words);
  await copy.flush();
  await copy.close();
  if (isConfirmed) await storage.write(new Map([[slot.name, { ...slot.record, confirmed: confirmedNow(doc) }]]));
  return slot;
}

test.each([
  ['in memory', () => Promise.resolve(memoryStorage())],
  ['in IndexedDB', deviceStorage],
])('%s: unsent words are found in the capacity in which they were written, until they are sent', async (_where, setup) => {
  const storage = await setup();
  const unsent = await write(storage, 'written on the bus', false);
  // An open page sends its own.
  expect(await capacitiesWithUnsent(storage, DOCUMENT, BOTH)).toEqual([]);
  unsent.release();
  expect(await capacitiesWithUnsent(storage, DOCUMENT, BOTH)).toEqual(['jo.resident']);
  expect(await capacitiesWithUnsent(storage, DOCUMENT, ['jo.group-lead'])).toEqual([]);
  expect(await capacitiesWithUnsent(storage, { ...DOCUMENT, personId: 'amina' }, BOTH)).toEqual([]);
  expect(await capacitiesWithUnsent(storage, { ...DOCUMENT, epoch: 2 }, BOTH)).toEqual([]);
  (await write(storage, 'for the pickers', false, 'jo.group-lead')).release();
  expect(await capacitiesWithUnsent(storage, DOCUMENT, BOTH)).toEqual(BOTH);
  expect(await capacitiesWithUnsent(storage, DOCUMENT, [...BOTH].reverse())).toEqual([...BOTH].reverse());
  // Asking holds nothing back from the page that opens next.
  (await write(storage, 'and at home, ', true)).release();
  (await write(storage, 'and all of them, ', true, 'jo.group-lead')).release();
  expect(await capacitiesWithUnsent(storage, DOCUMENT, BOTH)).toEqual([]);
});
