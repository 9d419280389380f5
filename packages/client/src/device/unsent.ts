/** Words that were never confirmed by the server, in copies that no page has open: the next page is to send them. */
import type * as Y from 'yjs';
import type { FieldWords } from '../not-accepted/entry.ts';
import { sizeOfUnsent, unsentSince } from '../rebuild/confirmed.ts';
import { rangesOf } from '../rebuild/ranges.ts';
import { wordsOf } from '../rebuild/words.ts';
import { scopePrefix, type CopyScope } from './keys.ts';
import { readSlot, type CopyRecord } from './slots.ts';
import type { DeviceStorage } from './storage.ts';

/** Insertions and deletions of one local copy that the server has not confirmed; 0 for a copy that does not stand. */
export async function unsentIn(storage: DeviceStorage, name: string): Promise<number> {
  const record = (await storage.read(name)) as CopyRecord | undefined;
  if (record === undefined || !record.stands) return 0;
  const doc = await readSlot(storage, name);
  const count = sizeOfUnsent(unsentSince(doc, record.confirmed, new Set(record.clientIds)));
  doc.destroy();
  return count;
}

/** What of a local copy the server has not confirmed, as plain text by field. @param doc  the copy, with its roots opened */
export function unsentWords(doc: Y.Doc, { confirmed, clientIds, buried }: CopyRecord): FieldWords[] {
  const unsent = unsentSince(doc, confirmed, new Set(clientIds));
  return wordsOf(doc, { ...unsent, buried: rangesOf(buried.map(([client, clock, length]) => [client, { clock, length }] as const)) });
}

/**
 * Those of these capacities in which closed pages left unsent words of this document, in the same order. Words are only
 * sent in the capacity in which they were written, so a page that opens in another would leave them behind.
 */
export async function capacitiesWithUnsent(
  storage: DeviceStorage,
  document: Omit<CopyScope, 'capacityId'>,
  capacityIds: readonly string[],
): Promise<string[]> {
  const waiting = new Set<string>();
  for (const capacityId of capacityIds) {
    for (const name of await storage.keys(scopePrefix({ ...document, capacityId }))) {
      const release = await storage.hold(name);
      // Another page has it open, and sends it.
      if (release === null) continue;
      const count = await unsentIn(storage, name).finally(release);
      if (count > 0) waiting.add(capacityId);
    }
  }
  return [...waiting];
}
