/** One port for everything: what goes to the API, what to live rooms, what to the pages. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isLoopback } from './loopback.ts';
import type { PageListener } from './pages.ts';
import { protectiveHeaders } from './protective-headers.ts';
import { readLate } from './read-late.ts';
import { boundUnasked, UNASKED_TIMES } from './unasked.ts';

export interface Parts {
  readonly origin: string;
  readonly api: (request: IncomingMessage, response: ServerResponse) => void;
  readonly sync: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly pages: PageListener;
}

export function createListener({ origin, api, sync, pages }: Parts): Server {
  const headers = new Headers(protectiveHeaders(origin));
  /** Requests of a connection that are not answered yet. */
  const unanswered = new WeakMap<Duplex, number>();
  const count = (socket: Duplex, by: 1 | -1): unknown => unanswered.set(socket, (unanswered.get(socket) ?? 0) + by);
  const server = createServer(UNASKED_TIMES, (request, response) => {
    count(request.socket, 1);
    response.once('close', () => count(request.socket, -1));
    response.setHeaders(headers);
    const path = pathOf(request);
    if (path.startsWith('/api/') || path === '/healthz' || path === '/metrics') return api(request, response);
    const elsewhere = ownName(request, origin);
    if (elsewhere === null) return pages(request, response);
    response.writeHead(307, { location: elsewhere }).end();
  });
  server.on('upgrade', (request, socket, head) => {
    // An answer that is still to come would stand among the frames.
    if ((unanswered.get(socket) ?? 0) > 0) return void socket.destroy();
    if (pathOf(request).startsWith('/sync/')) return sync(request, socket, head);
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  boundUnasked(server);
  readLate(server);
  return server;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/**
 * `127.0.0.1` and `localhost` are one machine and two origins: cookies and the check of `Origin` would part. Who comes by
 * the other name is led to ours. `null`: nothing to do.
 */
function ownName(request: IncomingMessage, origin: string): string | null {
  const { host, port, hostname } = new URL(origin);
  const asked = request.headers.host ?? host;
  if (asked === host || !isLoopback(hostname) || (request.method !== 'GET' && request.method !== 'HEAD')) return null;
  if (!URL.canParse(`http://${asked}`)) return null;
  const other = new URL(`http://${asked}`);
  return other.port === port && isLoopback(other.hostname) ? origin + (request.url ?? '/') : null;
}
