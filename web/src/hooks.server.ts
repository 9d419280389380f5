/** Pages read through the same HTTP API as everyone else; inside the one process the request is handed over directly. */
import { mayBePacked } from '@ginnel/api/packing';
import type { Handle, HandleFetch } from '@sveltejs/kit/hooks';

type Api = (request: Request) => Promise<Response>;

/** Cookies that came with the answers a page was made of, by the request for the page: they go on to the browser with it. */
const cookiesFor = new WeakMap<Request, string[]>();

/** The upright letters are asked for with the page, so that lines do not break anew when they come. */
export const handle: Handle = async ({ event, resolve }) => {
  const answer = await resolve(event, {
    preload: ({ type, path }) => type === 'js' || type === 'css' || (type === 'font' && path.includes('wght-normal')),
  });
  for (const line of cookiesFor.get(event.request) ?? []) answer.headers.append('set-cookie', line);
  if (answer.headers.get('content-type') === 'text/html') answer.headers.set('content-type', 'text/html; charset=utf-8');
  // A page names who is signed in: no cache on a shared computer keeps it.
  if (event.request.headers.has('cookie')) answer.headers.set('cache-control', 'no-store');
  return packed(event.request, answer);
};

/** A page of a long document is five times as long as it need be on a slow line. */
function packed(request: Request, answer: Response): Response {
  const { body, headers } = answer;
  const isPage = headers.get('content-type')?.startsWith('text/html') === true && !headers.has('content-encoding');
  if (!isPage || body === null) return answer;
  headers.append('vary', 'accept-encoding');
  if (!mayBePacked(request)) return answer;
  headers.set('content-encoding', 'gzip');
  headers.delete('content-length');
  // The same page, but not the same bytes.
  const etag = headers.get('etag');
  if (etag?.startsWith('"') === true) headers.set('etag', `W/${etag}`);
  return new Response(body.pipeThrough(new CompressionStream('gzip')), { status: answer.status, statusText: answer.statusText, headers });
}

export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const api = (globalThis as Record<symbol, unknown>)[Symbol.for('ginnel.api')] as Api | undefined;
  if (api === undefined || !new URL(request.url).pathname.startsWith('/api/')) return fetch(request);
  const own = new Request(request);
  const cookie = event.request.headers.get('cookie');
  if (cookie !== null) own.headers.set('cookie', cookie);
  const answer = await api(own);
  const lines = answer.headers.getSetCookie();
  if (lines.length > 0) cookiesFor.set(event.request, [...(cookiesFor.get(event.request) ?? []), ...lines]);
  return answer;
};
