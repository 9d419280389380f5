/** Pages read through the same HTTP API as everyone else; inside the one process the request is handed over directly. */
import type { HandleFetch } from '@sveltejs/kit/hooks';

type Api = (request: Request) => Promise<Response>;

export const handleFetch: HandleFetch = ({ request, fetch }) => {
  const api = (globalThis as Record<symbol, unknown>)[Symbol.for('ginnel.api')] as Api | undefined;
  return api !== undefined && new URL(request.url).pathname.startsWith('/api/') ? api(request) : fetch(request);
};
