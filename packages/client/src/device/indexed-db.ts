/** A device's storage in the browser's IndexedDB: y-indexeddb for the words, one small database for the records beside them. */
import * as idb from 'lib0/indexeddb';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import type * as Y from 'yjs';
import { memoryStorage } from './memory.ts';
import type { DeviceStorage, LocalCopy } from './storage.ts';

const DATABASE = 'ginnel';
const RECORDS = 'records';

/** @returns the device's storage; one in memory where the browser gives none (private windows, storage switched off) */
export async function deviceStorage(): Promise<DeviceStorage> {
  try {
    return indexedDbStorage(await openRecords());
  } catch {
    return memoryStorage();
  }
}

function openRecords(): Promise<IDBDatabase> {
  return idb.openDB(DATABASE, (db: IDBDatabase) => idb.createStores(db, [[RECORDS]]));
}

function indexedDbStorage(db: IDBDatabase): DeviceStorage {
  const records = (access: 'readonly' | 'readwrite') => idb.transact(db, [RECORDS], access)[0] as IDBObjectStore;
  return {
    durable: true,
    read: (key) => idb.get(records('readonly'), key),
    keys: (prefix) => idb.getAllKeys(records('readonly'), IDBKeyRange.bound(prefix, prefix + '\uffff')) as Promise<string[]>,
    write: (changes) => writeAll(db, changes),
    openCopy,
    removeCopy: async (name) => void (await idb.deleteDB(name)),
    hold,
  };
}

function writeAll(db: IDBDatabase, changes: ReadonlyMap<string, unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction([RECORDS], 'readwrite');
    const store = transaction.objectStore(RECORDS);
    for (const [key, value] of changes) {
      if (value === undefined) store.delete(key);
      else store.put(value, key);
    }
    // A page that is going away would not live to see it commit by itself.
    transaction.commit();
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new Error('The device could not store a record.', { cause: transaction.error }));
  });
}

/** So many updates stand side by side before they are made one. */
const MOST_UPDATES = 1000;

function openCopy(name: string, doc: Y.Doc): LocalCopy {
  const persistence = new IndexeddbPersistence(name, doc);
  let isTidying = false;
  // The library waits for a second in which nobody writes: in a crowd it never comes, and the next opening would read an evening letter by letter.
  const tidy = () => {
    if (isTidying || !persistence.synced || persistence._dbsize < MOST_UPDATES) return;
    isTidying = true;
    void storeState(persistence, true).finally(() => (isTidying = false));
  };
  doc.on('update', tidy);
  return {
    origin: persistence,
    whenLoaded: persistence.whenSynced.then(() => undefined),
    flush: async () => {
      await persistence.whenSynced;
      // A transaction on the same store begins when those before it have ended.
      const [updates] = idb.transact(persistence.db as IDBDatabase, ['updates'], 'readonly');
      await idb.count(updates as IDBObjectStore);
    },
    close: () => {
      doc.off('update', tidy);
      return persistence.destroy();
    },
  };
}

/** Web Locks end with the page, however it ends. Without them (pages not served securely) tabs share a copy as y-indexeddb lets them. */
function hold(name: string): Promise<(() => void) | null> {
  if (typeof navigator === 'undefined' || !('locks' in navigator)) return Promise.resolve(() => undefined);
  return new Promise((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(null);
        return;
      }
      return new Promise<void>((release) => resolve(() => release()));
    });
  });
}
