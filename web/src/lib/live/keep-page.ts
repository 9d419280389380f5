/**
 * Keeps the page of an opened document on this device. The service worker keeps pages that are loaded while it watches;
 * a page that was reached by a link within the site, or before the worker had started, is kept by this.
 */

/** The same cache as the service worker's; emptied at sign-out. */
const OPENED = 'ginnel-opened';

export async function keepPage(path: string): Promise<void> {
  if (!('caches' in globalThis)) return;
  try {
    await (await caches.open(OPENED)).add(path);
  } catch {
    // No connection, or no room: what is kept from before stays.
  }
}
