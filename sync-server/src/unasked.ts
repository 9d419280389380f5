/** Sockets that have asked nothing yet: node:http bounds how long they may take, this bounds how many there are. */
import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';

/** A phone on a bad line sends its headers within seconds; who drips them holds a socket and nothing else. */
export const UNASKED_TIMES = {
  headersTimeout: 10_000,
  /** Bodies are small; an hour's writing off-line goes over a live socket. */
  requestTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
  /** Longer than proxies keep theirs (Caddy two minutes, nginx one): a request on a connection that we close just then would be lost. */
  keepAliveTimeout: 125_000,
} as const satisfies ServerOptions;

/** Under the file limit of every system that we know, with room for those who are in. */
const MAX_UNASKED = 2_000;

/**
 * Beyond `most`, the socket that has asked nothing for longest makes room: who asks at once is served in any flood.
 * Not counted by address, for a hall or a proxy is one address.
 */
export function boundUnasked(server: Server, { most = MAX_UNASKED }: { most?: number } = {}): void {
  const unasked = new Set<Socket>();
  const wait = (socket: Socket): void => {
    unasked.add(socket);
    if (unasked.size <= most) return;
    const [oldest] = unasked;
    if (oldest === undefined) return;
    unasked.delete(oldest);
    oldest.destroy();
  };
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => unasked.delete(socket));
    wait(socket);
  });
  server.on('request', ({ socket }, response) => {
    unasked.delete(socket);
    response.once('close', () => {
      if (!socket.destroyed) wait(socket);
    });
  });
  server.on('upgrade', ({ socket }) => unasked.delete(socket));
}
