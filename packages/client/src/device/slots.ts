/**
 * Which local copy a page uses. Each open page has a copy of its own, held by a lock that ends with the page; a copy
 * that no page holds any more is taken over, so that what was typed in a closed tab is sent by the next one.
 */
import type { Random } from '@ginnel/base/ports';
import { randomId } from '@ginnel/base/ports';
import * as Y from 'yjs';
import { scopePrefix, type CopyScope } from './keys.ts';
import type { DeviceStorage } from './storage.ts';

/** What is kept beside a local copy. */
export interface CopyRecord {
  /** The clientIDs under which this copy's words were written. */
  readonly clientIds: readonly number[];
  /** What the server was last known to have (`confirmedNow`). */
  readonly confirmed: Uint8Array | null;
  /** Structs of the person that somebody else's container buried: `[client, clock, length]`. */
  readonly buried: readonly (readonly [number, number, number])[];
  /** False while a rebuild is making this copy, and once a rebuild has replaced it: nothing is lost when it goes. */
  readonly stands: boolean;
}

export interface Slot {
  readonly name: string;
  readonly record: CopyRecord;
  readonly release: () => void;
}

/** Takes over the copy of a closed page, or makes a new one. Other copies left by closed pages are read into it and removed. */
export async function takeSlot(storage: DeviceStorage, scope: CopyScope, random: Random, clientId: number): Promise<Slot> {
  const left = await leftSlots(storage, await storage.keys(scopePrefix(scope)));
  const [first, ...others] = left;
  if (first === undefined) return newSlot(storage, scope, random, [clientId], true);
  const clientIds = [...new Set([...left.flatMap((slot) => slot.record.clientIds), clientId])];
  const buried = left.flatMap((slot) => slot.record.buried);
  const slot = { ...first, record: { ...first.record, clientIds, buried } };
  if (others.length > 0) await absorb(storage, slot, others);
  else await storage.write(new Map([[slot.name, slot.record]]));
  return slot;
}

export async function newSlot(
  storage: DeviceStorage,
  scope: CopyScope,
  random: Random,
  clientIds: readonly number[],
  stands: boolean,
): Promise<Slot> {
  const name = `${scopePrefix(scope)}${randomId(random)}`;
  const release = (await storage.hold(name)) ?? (() => undefined);
  const record: CopyRecord = { clientIds, confirmed: null, buried: [], stands };
  await storage.write(new Map([[name, record]]));
  return { name, record, release };
}

/** Copies by these names that no page holds; now held. Those that no longer stand, or not yet, are removed. */
export async function leftSlots(storage: DeviceStorage, names: readonly string[]): Promise<Slot[]> {
  const slots: Slot[] = [];
  for (const name of names) {
    const release = await storage.hold(name);
    if (release === null) continue;
    const record = (await storage.read(name)) as CopyRecord | undefined;
    if (record === undefined) {
      release();
    } else if (!record.stands) {
      await removeSlot(storage, { name, record, release });
    } else {
      slots.push({ name, record, release });
    }
  }
  return slots;
}

export async function removeSlot(storage: DeviceStorage, { name, release }: Slot): Promise<void> {
  await storage.removeCopy(name);
  await storage.write(new Map([[name, undefined]]));
  release();
}

/** The words of a copy, in a document of their own. */
export async function readSlot(storage: DeviceStorage, name: string): Promise<Y.Doc> {
  const doc = new Y.Doc({ gc: false });
  const copy = storage.openCopy(name, doc);
  await copy.whenLoaded;
  await copy.close();
  return doc;
}

async function absorb(storage: DeviceStorage, into: Slot, others: readonly Slot[]): Promise<void> {
  const doc = new Y.Doc({ gc: false });
  const copy = storage.openCopy(into.name, doc);
  await copy.whenLoaded;
  for (const other of others) {
    const words = await readSlot(storage, other.name);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(words));
    words.destroy();
  }
  await copy.flush();
  await copy.close();
  doc.destroy();
  await storage.write(new Map([[into.name, into.record]]));
  for (const other of others) await removeSlot(storage, other);
}
