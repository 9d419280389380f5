/** Brings a history into a server, and waits until the server itself shows all of it to somebody else. */
import * as Y from 'yjs';
import { Dialect } from './dialect.ts';
import type { ServerName } from './servers.ts';

/** Unsent bytes beyond which the writer waits. */
const MAX_UNSENT = 1 << 20;

export async function fill(
  server: ServerName,
  url: string,
  document: string,
  clientId: number,
  updates: Iterable<Uint8Array>,
): Promise<void> {
  const dialect = new Dialect(server, document, clientId);
  const socket = dialect.connect(url);
  socket.binaryType = 'nodebuffer';
  await new Promise<void>((resolve) => {
    socket.on('open', () => dialect.hello(Uint8Array.of(0)).forEach((frame) => socket.send(frame)));
    socket.on('message', (data: Buffer) => {
      const { kind } = dialect.hear(data);
      if (kind === 'step1') socket.send(dialect.step2(Uint8Array.of(0, 0)));
      if (kind === 'step2') resolve();
    });
  });
  const wanted = new Map<number, number>();
  for (const update of updates) {
    for (const [client, clock] of Y.parseUpdateMeta(update).to) wanted.set(client, clock);
    socket.send(dialect.update(update));
    while (socket.bufferedAmount > MAX_UNSENT) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  while (!(await holds(server, url, document, wanted))) await new Promise((resolve) => setTimeout(resolve, 200));
  socket.close();
}

/** Asks for nothing but the state vector, which comes with the server's own sync step 1. */
async function holds(server: ServerName, url: string, document: string, wanted: ReadonlyMap<number, number>): Promise<boolean> {
  const dialect = new Dialect(server, document, 2 ** 50);
  const socket = dialect.connect(url);
  socket.binaryType = 'nodebuffer';
  const stateVector = await new Promise<Uint8Array>((resolve) => {
    socket.on('open', () => dialect.hello(Uint8Array.of(0)).forEach((frame) => socket.send(frame)));
    socket.on('message', (data: Buffer) => {
      const { kind, body } = dialect.hear(data);
      if (kind === 'step1') resolve(body.slice());
    });
  });
  socket.terminate();
  const held = Y.decodeStateVector(stateVector);
  return [...wanted].every(([client, clock]) => (held.get(client) ?? 0) >= clock);
}
