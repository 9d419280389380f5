/** Words that wait on this device and can never be sent: of an epoch that is over, or of a capacity that the person has no more. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { openRoots } from '@ginnel/merge/edits/open';
import type { NotAccepted } from '../not-accepted/entry.ts';
import { dismissNotAccepted, keepNotAccepted } from '../not-accepted/keep.ts';
import { endEntryId, entryOf } from '../not-accepted/make.ts';
import { documentPrefix, scopeOfCopy, type CopyScope } from './keys.ts';
import { leftSlots, readSlot, removeSlot, type Slot } from './slots.ts';
import type { DeviceStorage } from './storage.ts';
import { unsentWords } from './unsent.ts';

/** One document of one person, in the epoch in which it stands. */
export interface OwnDocument extends Omit<CopyScope, 'capacityId'> {
  readonly kind: DocumentKind;
}

/**
 * What closed pages left unsent in capacities that are none of `capacityIds`. It was written as somebody else, so it is
 * not sent in another; it stays in its copy until `letGoLeftBehind`, and is sent after all should the capacity come back.
 * Another page's open copy is left alone.
 */
export async function leftBehind(
  storage: DeviceStorage,
  document: OwnDocument,
  capacityIds: readonly string[],
  atMs: number,
): Promise<NotAccepted[]> {
  const names = await copiesOf(storage, document, ({ epoch, capacityId }) => epoch >= document.epoch && !capacityIds.includes(capacityId));
  const entries: NotAccepted[] = [];
  for (const slot of await leftSlots(storage, names)) {
    const entry = await entryOfCopy(storage, document, slot, 'removed', atMs).finally(slot.release);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

/** The person is done with these words: the copy goes, and what was kept of it when its session ended. */
export async function letGoLeftBehind(storage: DeviceStorage, document: OwnDocument, id: string): Promise<void> {
  const names = (await copiesOf(storage, document, () => true)).filter((name) => endEntryId(name) === id);
  for (const slot of await leftSlots(storage, names)) await removeSlot(storage, slot);
  await dismissNotAccepted(storage, { ...document, id });
}

/** Copies of epochs that are over: their unsent words are offered back, and the rest is gone from the device. */
export async function retireOldEpochs(storage: DeviceStorage, document: OwnDocument, atMs: number): Promise<void> {
  const names = await copiesOf(storage, document, ({ epoch }) => epoch < document.epoch);
  for (const slot of await leftSlots(storage, names)) {
    const entry = await entryOfCopy(storage, document, slot, 'epoch-over', atMs);
    if (entry !== null) await keepNotAccepted(storage, entry);
    await removeSlot(storage, slot);
  }
}

async function copiesOf(
  storage: DeviceStorage,
  { personId, documentId }: OwnDocument,
  isMeant: (scope: CopyScope) => boolean,
): Promise<string[]> {
  const names = await storage.keys(documentPrefix(personId, documentId));
  return names.filter((name) => {
    const scope = scopeOfCopy(name);
    return scope !== null && isMeant(scope);
  });
}

async function entryOfCopy(
  storage: DeviceStorage,
  { personId, documentId, kind }: OwnDocument,
  { name, record }: Slot,
  because: 'removed' | 'epoch-over',
  atMs: number,
): Promise<NotAccepted | null> {
  const doc = await readSlot(storage, name);
  openRoots(kind, doc);
  const capacityId = scopeOfCopy(name)?.capacityId ?? '';
  const id = because === 'removed' ? endEntryId(name) : undefined;
  const entry = entryOf({ personId, documentId, capacityId, atMs }, { kind: because, path: '' }, unsentWords(doc, record), id);
  doc.destroy();
  return entry;
}
