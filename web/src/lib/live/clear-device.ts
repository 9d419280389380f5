/** What this device keeps of a person, and its removal at sign-out: a shared computer keeps nothing of anybody. */
import { clearDevice, unsavedOnDevice } from '@ginnel/client/device/clear';
import { deviceStorage } from '@ginnel/client/device/indexed-db';

export interface UnsavedHere {
  /** Changes that only this device has. */
  readonly count: number;
  readonly documentIds: readonly string[];
}

/** To be asked, and said, before anything is cleared. */
export async function unsavedHere(personId: string): Promise<UnsavedHere> {
  const unsaved = await unsavedOnDevice(await deviceStorage(), personId);
  return {
    count: unsaved.reduce((sum, { count }) => sum + count, 0),
    documentIds: [...new Set(unsaved.map(({ documentId }) => documentId))],
  };
}

/** Removes the person's words and every page that was opened. */
export async function clearAll(personId: string): Promise<void> {
  await clearDevice(await deviceStorage(), personId);
  for (const name of Object.keys(localStorage)) if (name.startsWith('ginnel.')) localStorage.removeItem(name);
  if (!('caches' in globalThis)) return;
  const opened = (await caches.keys()).filter((name) => name.startsWith('ginnel-opened'));
  await Promise.all(opened.map((name) => caches.delete(name)));
}
