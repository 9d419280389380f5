/** Keeps words that the server did not take, on this device, until the person is done with them. */
import { notAcceptedPrefix } from '../device/keys.ts';
import type { DeviceStorage } from '../device/storage.ts';
import type { NotAccepted } from './entry.ts';

/** Once per id: a repeat after a crash keeps the first. */
export async function keepNotAccepted(storage: DeviceStorage, entry: NotAccepted): Promise<void> {
  const key = keyOf(entry);
  if ((await storage.read(key)) === undefined) await storage.write(new Map([[key, entry]]));
}

/** Oldest first. @param documentId  all documents when left out */
export async function notAcceptedOf(storage: DeviceStorage, personId: string, documentId?: string): Promise<NotAccepted[]> {
  const entries: NotAccepted[] = [];
  for (const key of await storage.keys(notAcceptedPrefix(personId, documentId))) {
    const entry = await storage.read(key);
    if (entry !== undefined) entries.push(entry as NotAccepted);
  }
  return entries.sort((a, b) => a.atMs - b.atMs);
}

export async function dismissNotAccepted(
  storage: DeviceStorage,
  entry: Pick<NotAccepted, 'personId' | 'documentId' | 'id'>,
): Promise<void> {
  await storage.write(new Map([[keyOf(entry), undefined]]));
}

export function keyOf({ personId, documentId, id }: Pick<NotAccepted, 'personId' | 'documentId' | 'id'>): string {
  return `${notAcceptedPrefix(personId, documentId)}${id}`;
}
