/** What this device keeps of a person, and its removal at sign-out: a shared computer keeps nothing of anybody. */
import { clearDevice, unsavedOnDevice } from '@ginnel/client/device/clear';
import { deviceStorage } from '@ginnel/client/device/indexed-db';

/** Changes that only this device has. To be asked, and said, before anything is cleared. */
export async function countUnsaved(personId: string): Promise<number> {
  const unsaved = await unsavedOnDevice(await deviceStorage(), personId);
  return unsaved.reduce((sum, { count }) => sum + count, 0);
}

/** Removes the person's words and every page that was opened. */
export async function clearAll(personId: string): Promise<void> {
  await clearDevice(await deviceStorage(), personId);
  for (const name of Object.keys(localStorage)) if (name.startsWith('ginnel.')) localStorage.removeItem(name);
  if (!('caches' in globalThis)) return;
  const opened = (await caches.keys()).filter((name) => name.startsWith('ginnel-opened'));
  await Promise.all(opened.map((name) => caches.delete(name)));
}
