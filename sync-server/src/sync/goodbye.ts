/** Ends sockets: each is told why, nothing more is read of it, and whoever does not go is cut off. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** How long a socket that has been told may take to go. */
const GOODBYE_MS = 2_000;
/** Turned away and not gone yet; beyond, whoever has been going for longest is cut off. They cost a socket each and nothing else. */
const MAX_TURNED_AWAY = 500;

/**
 * The other side is not waited for: our half of the connection ends behind the code. What still comes is thrown away unread,
 * for a socket that is cut off with bytes unread would never show its client the code.
 */
export function sayGoodbye(ws: WebSocket, stream: Duplex, code: number, reason: string): void {
  ws.close(code, reason.slice(0, 100));
  stream.removeAllListeners('data');
  stream.resume();
  stream.end();
  const timer = setTimeout(() => ws.terminate(), GOODBYE_MS).unref();
  ws.once('close', () => clearTimeout(timer));
}

/** Those who were never let in. */
export class TurnedAway {
  readonly #going = new Set<WebSocket>();

  add(ws: WebSocket): void {
    this.#going.add(ws);
    ws.once('close', () => this.#going.delete(ws));
    if (this.#going.size <= MAX_TURNED_AWAY) return;
    const [longest] = this.#going;
    if (longest === undefined) return;
    this.#going.delete(longest);
    longest.terminate();
  }
}
