import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DocumentId } from '@ginnel/base/ids';
import { randomClientId } from '@ginnel/base/ports';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import { openStore } from '@ginnel/store/open-store';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Durable } from '../../simulation/durable.ts';
import { WireSocket } from './wire-socket.ts';

/** Fifty in CI, 200 with `npm run suite -- rooms --long`; somebody at their desk gets an answer sooner. */
const ROUNDS = Number(process.env['GINNEL_KILL_ROUNDS'] ?? (process.env['CI'] === undefined ? 12 : 50));
const WRITERS = 20;
const SEED = 20_261_121;
const READY_MS = 3_000;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ginnel-sigkill-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Served {
  readonly address: string;
  /** From the start of the process until it listens, its database opened and checked. */
  readonly readyMs: number;
  kill(): Promise<void>;
}

async function serve(): Promise<Served> {
  const startedMs = performance.now();
  const child = fork(fileURLToPath(new URL('programs/serve.ts', import.meta.url)), [folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    address,
    readyMs: Math.round(performance.now() - startedMs),
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

function writer(address: string, name: string, clientId: number): WireSocket {
  const headers = { authorization: `Bearer ${name}` };
  const socket = new WebSocket(`${address}/sync/d1?client=${clientId}`, [SUBPROTOCOL], { headers });
  socket.binaryType = 'arraybuffer';
  socket.on('error', () => {});
  return new WireSocket(socket, new WireClient('priorities', clientId));
}

async function durableWords(): Promise<Durable> {
  const store = await openStore({ folder });
  const stored = await store.log.load('d1' as DocumentId);
  await store.close();
  const durable = new Durable('priorities');
  if (stored?.snapshot) durable.add(stored.snapshot.update);
  for (const row of stored?.tail ?? []) durable.add(row.update);
  return durable;
}

test(`[RM1, RM2, PR4] ${ROUNDS} times killed under ${WRITERS} writers: nothing acknowledged is lost (seed ${SEED})`, async () => {
  const random = seededRandom(SEED);
  let acknowledged = 0;
  const readyTimes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const server = await serve();
    readyTimes.push(server.readyMs);
    const writers = Array.from({ length: WRITERS }, (_, i) => writer(server.address, `p${i}`, randomClientId(random)));
    await (writers[0] as WireSocket).synced();
    const typing = setInterval(() => writers.forEach((one) => one.type('x')), 5);
    await wait(50 + random.int(200));
    await server.kill();
    clearInterval(typing);
    const durable = await durableWords();
    for (const { client } of writers) {
      for (const update of client.sent.slice(0, client.saved)) expect(durable.covers(update), `round ${round}`).toBe(true);
      acknowledged += client.saved;
    }
  }
  expect(acknowledged).toBeGreaterThan(ROUNDS * WRITERS);
  const sorted = readyTimes.toSorted((a, b) => a - b);
  const [usual = 0, longest = 0] = [sorted[ROUNDS >> 1], sorted.at(-1)];
  console.log(`${ROUNDS} kills, ${acknowledged} frames acknowledged, 0 lost; ready again after ${usual} ms, ${longest} ms at most`);
  expect(usual, 'milliseconds until it is ready again').toBeLessThan(READY_MS); // the slowest says more of the machine's other work
});
