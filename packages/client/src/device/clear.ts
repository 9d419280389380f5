/** What a device holds of one person, and its removal at sign-out: a shared computer keeps nobody's words. */
import { notAcceptedOf } from '../not-accepted/keep.ts';
import { COPIES, copiesPrefix, notAcceptedPrefix, scopeOfCopy } from './keys.ts';
import type { DeviceStorage } from './storage.ts';
import { unsentIn } from './unsent.ts';

export interface Unsaved {
  readonly documentId: string;
  readonly capacityId: string;
  /** Insertions and deletions that the server has not confirmed. */
  readonly count: number;
}

/** Documents in which this person has words that only this device holds. To be asked before `clearDevice`. */
export async function unsavedOnDevice(storage: DeviceStorage, personId: string): Promise<Unsaved[]> {
  const unsaved: Unsaved[] = [];
  for (const name of await storage.keys(copiesPrefix(personId))) {
    const scope = scopeOfCopy(name);
    if (scope === null) continue;
    const count = await unsentIn(storage, name);
    if (count > 0) unsaved.push({ documentId: scope.documentId, capacityId: scope.capacityId, count });
  }
  for (const entry of await notAcceptedOf(storage, personId)) {
    unsaved.push({ documentId: entry.documentId, capacityId: entry.capacityId, count: entry.words.length });
  }
  return unsaved;
}

/** Whether words of anybody in this document wait here; it is not said whose. */
export async function anyUnsent(storage: DeviceStorage, documentId: string): Promise<boolean> {
  for (const name of await storage.keys(COPIES)) {
    if (scopeOfCopy(name)?.documentId === documentId && (await unsentIn(storage, name)) > 0) return true;
  }
  return false;
}

/** Removes every copy and every kept word of this person. Close their sessions first. */
export async function clearDevice(storage: DeviceStorage, personId: string): Promise<void> {
  for (const name of await storage.keys(copiesPrefix(personId))) {
    await storage.removeCopy(name);
    await storage.write(new Map([[name, undefined]]));
  }
  const kept = await storage.keys(notAcceptedPrefix(personId));
  await storage.write(new Map(kept.map((key) => [key, undefined])));
}
