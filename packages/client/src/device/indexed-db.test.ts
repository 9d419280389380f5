import 'fake-indexeddb/auto';
import { count, openDB, transact } from 'lib0/indexeddb';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { deviceStorage } from './indexed-db.ts';
import { memoryStorage } from './memory.ts';
import type { DeviceStorage } from './storage.ts';

const databases = globalThis.indexedDB;
afterEach(() => {
  globalThis.indexedDB = databases;
});

for (const [name, setup] of [
  ['memory', () => Promise.resolve(memoryStorage())],
  ['IndexedDB', deviceStorage],
] as const satisfies readonly (readonly [string, () => Promise<DeviceStorage>])[]) {
  test(`${name}: a copy gives back every update that was flushed, and is gone when removed`, async () => {
    const storage = await setup();
    const doc = new Y.Doc({ gc: false });
    doc.getText('notes').insert(0, 'before. ');
    const copy = storage.openCopy('copy/1', doc);
    await copy.whenLoaded;
    doc.getText('notes').insert(8, 'after.');
    await copy.flush();
    await copy.close();
    const again = new Y.Doc({ gc: false });
    const second = storage.openCopy('copy/1', again);
    await second.whenLoaded;
    expect(again.getText('notes').toString()).toBe('before. after.');
    await second.close();
    await storage.removeCopy('copy/1');
    const third = new Y.Doc({ gc: false });
    const empty = storage.openCopy('copy/1', third);
    await empty.whenLoaded;
    expect(third.getText('notes').toString()).toBe('');
    await empty.close();
  });

  test(`${name}: records are written together, listed by prefix, and deleted`, async () => {
    const storage = await setup();
    await storage.write(
      new Map<string, unknown>([
        ['a/1', { confirmed: new Uint8Array([1, 2]) }],
        ['a/2', 'two'],
        ['b/1', 'other'],
      ]),
    );
    expect(await storage.keys('a/')).toEqual(['a/1', 'a/2']);
    expect(await storage.read('a/1')).toEqual({ confirmed: new Uint8Array([1, 2]) });
    await storage.write(
      new Map<string, unknown>([
        ['a/1', undefined],
        ['a/3', 3],
      ]),
    );
    expect(await storage.keys('a/')).toEqual(['a/2', 'a/3']);
    expect(await storage.read('a/1')).toBeUndefined();
  });
}

test('a copy is held by one page at a time', async () => {
  const storage = memoryStorage();
  const release = await storage.hold('copy/1');
  expect(await storage.hold('copy/1')).toBeNull();
  release?.();
  expect(await storage.hold('copy/1')).not.toBeNull();
});

test('where the browser gives no storage, the device says that it keeps nothing', async () => {
  globalThis.indexedDB = {
    open: () => {
      throw new Error('storage is switched off');
    },
  } as unknown as IDBFactory;
  expect((await deviceStorage()).durable).toBe(false);
});

test('while people write without a pause, what is stored is made one from time to time, and no update is lost', async () => {
  const storage = await deviceStorage();
  const doc = new Y.Doc({ gc: false });
  const copy = storage.openCopy('copy/busy', doc);
  await copy.whenLoaded;
  const notes = doc.getText('notes');
  for (let i = 0; i < 2600; i++) {
    notes.insert(notes.length, String(i % 10));
    if (i % 50 === 0) await copy.flush();
  }
  await copy.flush();
  await copy.close();
  const database = await openDB('copy/busy', () => undefined);
  const [updates] = transact(database, ['updates'], 'readonly');
  expect(await count(updates as IDBObjectStore)).toBeLessThan(1200);
  database.close();
  const again = new Y.Doc({ gc: false });
  const second = storage.openCopy('copy/busy', again);
  await second.whenLoaded;
  expect(again.getText('notes').toString()).toBe(notes.toString());
  await second.close();
});
