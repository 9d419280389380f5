import 'fake-indexeddb/auto';
import { openRoots } from '@ginnel/merge/edits/open';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { notAcceptedOf } from '../not-accepted/keep.ts';
import { confirmedNow } from '../rebuild/confirmed.ts';
import { seededRandom } from '../testing/sessions.ts';
import { deviceStorage } from './indexed-db.ts';
import { leftBehind, letGoLeftBehind, retireOldEpochs } from './left-behind.ts';
import { memoryStorage } from './memory.ts';
import { takeSlot, type Slot } from './slots.ts';
import type { DeviceStorage } from './storage.ts';
import { capacitiesWithUnsent } from './unsent.ts';

const DOCUMENT = { personId: 'dan', documentId: 'doc-1', epoch: 2, kind: 'deal' as const };
const OFFICER = 'dan.practitioner';
const NOW = 1_000;
const random = seededRandom();

/** A page of somebody, which wrote in the notes what the server confirmed, and then what it did not. */
async function wrote(
  storage: DeviceStorage,
  unsent: string,
  who: { personId?: string; capacityId?: string; epoch?: number } = {},
): Promise<Slot> {
  const doc = new Y.Doc({ gc: false });
  openRoots('deal', doc);
  const slot = await takeSlot(storage, { ...DOCUMENT, capacityId: OFFICER, ...who }, random, doc.clientID);
  const copy = storage.openCopy(slot.name, doc);
  await copy.whenLoaded;
  doc.getText('notes').insert(0, 'sent. ');
  await storage.write(new Map([[slot.name, { ...slot.record, confirmed: confirmedNow(doc) }]]));
  doc.getText('notes').insert(6, unsent);
  await copy.flush();
  await copy.close();
  return slot;
}

const wordsIn = async (storage: DeviceStorage, capacityIds: readonly string[], document = DOCUMENT): Promise<string[]> =>
  (await leftBehind(storage, document, capacityIds, NOW)).flatMap(({ words }) => words.flatMap(({ written }) => written));

test.each([
  ['in memory', () => Promise.resolve(memoryStorage())],
  ['in IndexedDB', deviceStorage],
])(
  '%s: words of a capacity that has ended are found in every other one and in none, until the person is done with them',
  async (_where, setup) => {
    const storage = await setup();
    const page = await wrote(storage, 'written on the bus');
    // An open page shows its own.
    expect(await wordsIn(storage, [])).toEqual([]);
    page.release();
    expect(await wordsIn(storage, [OFFICER])).toEqual([]);
    for (const now of [[], ['dan.resident'], ['dan.resident', 'dan.visitor']])
      expect(await wordsIn(storage, now)).toEqual(['written on the bus']);
    // Looking takes nothing away: should the capacity come back, the words are sent in it.
    expect(await capacitiesWithUnsent(storage, DOCUMENT, [OFFICER])).toEqual([OFFICER]);

    const [entry] = await leftBehind(storage, DOCUMENT, ['dan.resident'], NOW);
    expect(entry).toMatchObject({ capacityId: OFFICER, refusal: { kind: 'removed', path: '' } });
    await letGoLeftBehind(storage, DOCUMENT, 'end-of-something-else');
    expect(await wordsIn(storage, [])).toEqual(['written on the bus']);
    await letGoLeftBehind(storage, DOCUMENT, entry?.id ?? '');
    expect(await wordsIn(storage, [])).toEqual([]);
    expect(await storage.keys('ginnel/copy/dan/')).toEqual([]);
  },
);

test('words of another person on the same device, and of another document, stay out of sight', async () => {
  const storage = memoryStorage();
  (await wrote(storage, 'for nobody else', { personId: 'amina', capacityId: 'amina.resident' })).release();
  expect(await wordsIn(storage, [])).toEqual([]);
  expect(await wordsIn(storage, [], { ...DOCUMENT, personId: 'amina', documentId: 'doc-2' })).toEqual([]);
  expect(await wordsIn(storage, [], { ...DOCUMENT, personId: 'amina' })).toEqual(['for nobody else']);
});

test('what the server confirmed is not given back', async () => {
  const storage = memoryStorage();
  (await wrote(storage, '')).release();
  expect(await leftBehind(storage, DOCUMENT, [], NOW)).toEqual([]);
});

test('of an epoch that is over the words are kept as words in every capacity, and the copy is gone', async () => {
  const storage = memoryStorage();
  (await wrote(storage, 'before it went', { epoch: 1 })).release();
  expect(await wordsIn(storage, [])).toEqual([]);
  await retireOldEpochs(storage, DOCUMENT, NOW);
  const [entry] = await notAcceptedOf(storage, 'dan', 'doc-1');
  expect(entry).toMatchObject({ refusal: { kind: 'epoch-over' }, words: [{ written: ['before it went'], asSeen: 'before it went' }] });
  expect(await storage.keys('ginnel/copy/dan/')).toEqual([]);
});
