/** Connections of which only one half is left: nobody closes them, and nobody answers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { socketOf } from '../../conformance/people.ts';
import { within } from '../nodes/cluster.ts';
import { besiege, SOCKETS } from './besieged.ts';

/** Looked at every 10 s: still speaking, then silent and called, then dropped (PR9); and what the machine's other work takes. */
const LET_GO_MS = 35_000;

/** A line that can go dead: nothing more comes through in either direction, and no end either. */
async function fragileLine(port: number): Promise<{ readonly port: number; goDead(): void; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.pipe(to, { end: false });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    goDead: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test(
  '[PR9, RM8] a program that is stopped and a line that goes dead are let go, their people with them, and nobody else notices',
  { timeout: 300_000 },
  async () => {
    const town = await besiege('amina-hussain', 'imran-shah', 'jo-kowalski');
    onTestFinished(() => town.server.stop());
    const tokenOf = (person: string): string => town.tokens.get(person) ?? '';
    const line = await fragileLine(town.server.port);
    onTestFinished(() => line.close());
    const watching = new WebsocketProvider(town.server.syncAddress, town.documentId, new Y.Doc(), {
      WebSocketPolyfill: socketOf(tokenOf('amina-hussain')),
      disableBc: true,
    });
    const dead = new WebsocketProvider(town.server.syncAddress.replace(/:\d+/, `:${line.port}`), town.documentId, new Y.Doc(), {
      WebSocketPolyfill: socketOf(tokenOf('jo-kowalski')),
      disableBc: true,
    });
    dead.awareness.setLocalStateField('cursor', 2);
    onTestFinished(() => [watching, dead].forEach((provider) => provider.destroy()));
    const program = new URL('./programs/stock-client.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [program, town.server.syncAddress, town.documentId, tokenOf('imran-shah')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const others = (): number => watching.awareness.getStates().size - 1;
    await within(60_000, 'all three are in', () => others() === 2);
    expect(await town.figure(SOCKETS)).toBe(3);

    child.kill('SIGSTOP');
    line.goDead();
    dead.shouldConnect = false;
    const writing = setInterval(() => watching.doc.getText('notes').insert(0, 'x'), 100);
    onTestFinished(() => clearInterval(writing));
    const ms = await within(LET_GO_MS, 'both are let go', async () => (await town.figure(SOCKETS)) === 1);
    const goneMs = await within(30_000, 'their people are gone', () => others() === 0);
    expect(watching.wsconnected).toBe(true);
    await town.serves('jo-kowalski');
    console.log(`half-open connections were let go after ${ms} ms, their people ${goneMs} ms later`);
  },
);
