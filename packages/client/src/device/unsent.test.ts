import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { confirmedNow } from '../rebuild/confirmed.ts';
import { seededRandom } from '../testing/sessions.ts';
import { deviceStorage } from './indexed-db.ts';
import { memoryStorage } from './memory.ts';
import { takeSlot, type Slot } from './slots.ts';
import type { DeviceStorage } from './storage.ts';
import { capacityWithUnsent } from './unsent.ts';

const DOCUMENT = { personId: 'jo', documentId: 'doc-1', epoch: 1 };
const BOTH = ['jo.group-lead', 'jo.resident'];
const random = seededRandom();

/** A page of Jo as a resident, which writes, and confirms what it is told to. */
async function write(storage: DeviceStorage, words: string, isConfirmed: boolean): Promise<Slot> {
  const doc = new Y.Doc({ gc: false });
  const slot = await takeSlot(storage, { ...DOCUMENT, capacityId: 'jo.resident' }, random, doc.clientID);
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
  expect(await capacityWithUnsent(storage, DOCUMENT, BOTH)).toBeNull();
  unsent.release();
  expect(await capacityWithUnsent(storage, DOCUMENT, BOTH)).toBe('jo.resident');
  expect(await capacityWithUnsent(storage, DOCUMENT, ['jo.group-lead'])).toBeNull();
  expect(await capacityWithUnsent(storage, { ...DOCUMENT, personId: 'amina' }, BOTH)).toBeNull();
  expect(await capacityWithUnsent(storage, { ...DOCUMENT, epoch: 2 }, BOTH)).toBeNull();
  // Asking holds nothing back from the page that opens next.
  (await write(storage, 'and at home, ', true)).release();
  expect(await capacityWithUnsent(storage, DOCUMENT, BOTH)).toBeNull();
});
