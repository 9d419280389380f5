/**
 * Keeps what a person has opened readable without a connection: the built assets, and the pages and answers of places
 * and documents that were opened on this device. Never keeps anything that was not opened, and all of it goes at sign-out.
 */
import { assets, immutable } from '$app/manifest';
import { version } from '$app/env';
import { self } from '$app/service-worker';

const ASSETS = `ginnel-assets-${version}`;
/** Emptied at sign-out by the page: see `lib/live/clear-device.ts`. */
const OPENED = 'ginnel-opened';
const OFFLINE = '/offline';
const BUILT = new Set([...immutable, ...assets].map(({ path }) => `/${path.replace(/^\//, '')}`));
/** What may be kept: pages and answers about places and documents, and who one is. */
const KEPT = /^(?:\/|\/(?:places|documents)\/[^/]+|\/api\/(?:me|organisations|places|documents)(?:\/[^/]+)?)$/;

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(ASSETS);
      await cache.addAll([...BUILT]);
      // As nobody: a page that anyone on this device may see.
      await cache.put(OFFLINE, await fetch(OFFLINE, { credentials: 'omit' }));
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      // Pages that were kept ask for the assets of their own version: those go only when the pages have been read anew.
      const old = (await caches.keys()).filter((name) => name.startsWith('ginnel-assets-') && name !== ASSETS);
      if (old.length > 0 && (await readOpenedAnew())) for (const name of old) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

/** @returns false when there was no connection for it */
async function readOpenedAnew(): Promise<boolean> {
  const opened = await caches.open(OPENED);
  for (const { url } of await opened.keys()) {
    if (new URL(url).pathname.startsWith('/api/')) continue;
    const response = await fetch(url, { credentials: 'same-origin' }).catch(() => null);
    if (response === null) return false;
    if (response.ok) await opened.put(url, response);
    else await opened.delete(url);
  }
  return true;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (BUILT.has(url.pathname) || url.pathname.startsWith('/_app/immutable/')) event.respondWith(built(request, url.pathname));
  else if (KEPT.test(url.pathname)) event.respondWith(fresh(request));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => offlinePage()));
});

async function built(request: Request, path: string): Promise<Response> {
  return (await (await caches.open(ASSETS)).match(path)) ?? (await caches.match(path)) ?? fetch(request);
}

/** From the server when it answers; else as it was when last opened. */
async function fresh(request: Request): Promise<Response> {
  const opened = await caches.open(OPENED);
  try {
    const response = await fetch(request);
    if (response.ok) await opened.put(request, response.clone());
    return response;
  } catch {
    const kept = await opened.match(request, { ignoreVary: true });
    if (kept !== undefined) return kept;
    return request.mode === 'navigate' ? offlinePage() : Response.error();
  }
}

async function offlinePage(): Promise<Response> {
  return (await caches.match(OFFLINE)) ?? Response.error();
}
