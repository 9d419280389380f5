/** A device's storage in memory: for tests, and for browsers that give none. */
import * as Y from 'yjs';
import type { DeviceStorage, LocalCopy } from './storage.ts';

export function memoryStorage(): DeviceStorage {
  const records = new Map<string, unknown>();
  const copies = new Map<string, Uint8Array[]>();
  const held = new Set<string>();
  return {
    durable: false,
    read: (key) => Promise.resolve(structuredClone(records.get(key))),
    keys: (prefix) => Promise.resolve([...records.keys()].filter((key) => key.startsWith(prefix)).sort()),
    write: (changes) => {
      for (const [key, value] of changes) {
        if (value === undefined) records.delete(key);
        else records.set(key, structuredClone(value));
      }
      return Promise.resolve();
    },
    openCopy: (name, doc) => openMemoryCopy(copies, name, doc),
    removeCopy: (name) => {
      copies.delete(name);
      return Promise.resolve();
    },
    hold: (name) => {
      if (held.has(name)) return Promise.resolve(null);
      held.add(name);
      return Promise.resolve(() => void held.delete(name));
    },
  };
}

function openMemoryCopy(copies: Map<string, Uint8Array[]>, name: string, doc: Y.Doc): LocalCopy {
  const origin = { memoryCopy: name };
  const updates = copies.get(name) ?? [];
  copies.set(name, updates);
  const before = Y.encodeStateAsUpdate(doc);
  for (const update of updates.slice()) Y.applyUpdate(doc, update, origin);
  updates.push(before);
  const store = (update: Uint8Array, from: unknown) => void (from === origin || updates.push(update));
  doc.on('update', store);
  return {
    origin,
    whenLoaded: Promise.resolve(),
    flush: () => Promise.resolve(),
    close: () => {
      doc.off('update', store);
      return Promise.resolve();
    },
  };
}
