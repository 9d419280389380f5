/**
 * The clients of one round, in a process of their own: they connect, type at their pace, and note when each edit reaches
 * each of the others. Told what to do by the parent in one message; answers with figures.
 */
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { randomClientId } from '@ginnel/base/ports';
import { writeAwareness } from '@ginnel/protocol/awareness';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { Dialect } from './dialect.ts';
import { fill } from './fill.ts';
import { writtenDocument } from './history.ts';
import { Histogram } from './histogram.ts';
import type { ServerName } from './servers.ts';

/** How much faster people type while a server warms up, until this long before it is measured. */
const WARM_UP_PACE = 4;
const SETTLING_MS = 2000;

export interface Typing {
  readonly server: ServerName;
  readonly url: string;
  readonly documents: number;
  readonly clientsPerDocument: number;
  readonly writersPerDocument: number;
  readonly editsPerSecond: number;
  readonly warmUpMs: number;
  readonly seconds: number;
  /** Presence messages of each client a second. */
  readonly presencePerSecond: number;
  /** What stands in each document before anybody comes. */
  readonly charactersBefore: number;
}

export interface Typed {
  readonly edits: number;
  readonly deliveries: number;
  readonly missing: number;
  readonly frames: number;
  readonly bytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

class Writer {
  readonly doc = new Y.Doc({ gc: false });
  readonly sentAtMs: number[] = [];
  #update: Uint8Array = new Uint8Array();

  constructor(clientId: number) {
    this.doc.clientID = clientId;
    this.doc.on('update', (update: Uint8Array) => (this.#update = update));
  }

  type(): Uint8Array {
    const notes = this.doc.getText('notes');
    notes.insert(notes.length, 'x');
    this.sentAtMs.push(performance.now());
    return this.#update;
  }
}

interface Client {
  readonly socket: WebSocket;
  readonly dialect: Dialect;
  readonly clientId: number;
  readonly writer: Writer | null;
  /** The clock up to which each writer's edits have arrived. */
  readonly seen: Map<number, number>;
}

async function crowd(typing: Typing): Promise<void> {
  const random = seededRandom(Date.now() % 2 ** 31);
  const latency = new Histogram();
  const figures = { deliveries: 0, frames: 0, bytes: 0, edits: 0 };
  let isMeasuring = false;
  /** Frames are shared by many readers: each is read once. */
  const read = new Map<string, readonly (readonly [client: number, clock: number])[]>();
  const writers = new Map<number, Writer>();

  const take = (client: Client, body: Uint8Array): void => {
    const key = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
    let news = read.get(key);
    if (news === undefined) {
      news = Y.decodeUpdate(body).structs.map(({ id, length }) => [id.client, id.clock + length] as const);
      if (read.size > 5000) read.clear();
      read.set(key, news);
    }
    const nowMs = performance.now();
    for (const [id, end] of news) {
      const writer = writers.get(id);
      const from = client.seen.get(id) ?? 0;
      if (writer === undefined || end <= from || id === client.clientId) continue;
      client.seen.set(id, end);
      if (!isMeasuring) continue;
      for (let clock = from; clock < end; clock++) {
        figures.deliveries += 1;
        latency.add(nowMs - (writer.sentAtMs[clock] as number));
      }
    }
  };

  if (typing.charactersBefore > 0 && typing.server !== 'relay') {
    const update = Y.encodeStateAsUpdate(writtenDocument(1, typing.charactersBefore));
    for (let d = 0; d < typing.documents; d++) await fill(typing.server, typing.url, `d${d}`, 1 + d, [update]);
  }
  const clients: Client[] = [];
  for (let d = 0; d < typing.documents; d++) {
    for (let c = 0; c < typing.clientsPerDocument; c++) {
      const clientId = randomClientId(random);
      const writer = c < typing.writersPerDocument ? new Writer(clientId) : null;
      if (writer !== null) writers.set(clientId, writer);
      const dialect = new Dialect(typing.server, `d${d}`, clientId);
      const socket = dialect.connect(typing.url);
      socket.binaryType = 'nodebuffer';
      const client: Client = { socket, dialect, clientId, writer, seen: new Map() };
      clients.push(client);
      const ready =
        typing.server === 'relay'
          ? opened(socket)
          : new Promise<void>((resolve) => socket.on('message', (data: Buffer) => dialect.hear(data).kind === 'step2' && resolve()));
      socket.on('open', () => dialect.hello(Uint8Array.of(0)).forEach((frame) => socket.send(frame)));
      socket.on('message', (data: Buffer) => {
        const { kind, body } = dialect.hear(data);
        if (isMeasuring) {
          figures.frames += 1;
          figures.bytes += data.length;
        }
        if (kind === 'step1') socket.send(dialect.step2(Uint8Array.of(0, 0)));
        else if (kind !== 'other') take(client, body);
      });
      socket.on('close', (code) => {
        if (!isOver) console.error(`${typing.server}: a socket was closed with ${code}`);
      });
      if (clients.length % 50 === 0) await ready;
      else readies.push(ready);
    }
  }
  await Promise.all(readies);

  const startMs = performance.now() + 100;
  // Faster at first, for every server alike: what is measured is a server whose code V8 has compiled, and the parts of Yjs and Node that it uses.
  const settledMs = startMs + typing.warmUpMs - SETTLING_MS;
  const typists = clients.filter(({ writer }) => writer !== null);
  const pauseMs = 1000 / typing.editsPerSecond;
  const stop = startMs + typing.warmUpMs + typing.seconds * 1000;
  const timers: Promise<void>[] = typists.map(({ writer, socket, dialect }, i) => {
    // Everybody has a moment of their own in the beat, spread evenly: no server is measured on a chance crowd.
    const phase = (i + random.int(1000) / 1000) / typists.length;
    return repeat(startMs + phase * pauseMs, beat(settledMs, pauseMs, phase), stop, () => {
      socket.send(dialect.update((writer as Writer).type()));
      if (isMeasuring) figures.edits += 1;
    });
  });
  if (typing.presencePerSecond > 0) {
    const everyMs = 1000 / typing.presencePerSecond;
    let clock = 0;
    for (const { socket, dialect, clientId } of clients) {
      timers.push(
        repeat(
          startMs + random.int(1000) * (everyMs / 1000),
          () => everyMs,
          stop,
          () => {
            const state = new TextEncoder().encode(JSON.stringify({ user: { name: 'somebody' }, cursor: { anchor: ++clock } }));
            socket.send(dialect.awareness(writeAwareness([{ clientId, clock, state }])));
          },
        ),
      );
    }
  }
  await sleep(settledMs - performance.now());
  process.send?.({ type: 'settling' });
  await sleep(startMs + typing.warmUpMs - performance.now());
  isMeasuring = true;
  process.send?.({ type: 'measure' });
  await sleep(stop - performance.now());
  process.send?.({ type: 'measured' });
  await Promise.all(timers);
  await sleep(1500);
  const missing = clients.reduce((sum, client) => sum + missingOf(client, clients), 0);
  isOver = true;
  const typed: Typed = { ...figures, missing, p50Ms: latency.quantile(0.5), p99Ms: latency.quantile(0.99) };
  process.send?.({ type: 'done', typed });
}

let isOver = false;
const readies: Promise<void>[] = [];

function missingOf(client: Client, all: readonly Client[]): number {
  let missing = 0;
  for (const { writer, clientId, dialect } of all) {
    if (writer === null || clientId === client.clientId || !dialect.isSameRoom(client.dialect)) continue;
    missing += writer.sentAtMs.length - (client.seen.get(clientId) ?? 0);
  }
  return missing;
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => socket.once('open', () => resolve()));
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

/** Fast, then from a moment of one's own at the pace that is measured: otherwise all would type at the same time. */
function beat(settledMs: number, pauseMs: number, phase: number): (atMs: number) => number {
  return (atMs) => {
    if (atMs >= settledMs) return pauseMs;
    const nextMs = atMs + pauseMs / WARM_UP_PACE;
    return (nextMs < settledMs ? nextMs : settledMs + phase * pauseMs) - atMs;
  };
}

/** Keeps to its beat, however late a timer was. */
async function repeat(fromMs: number, everyMs: (atMs: number) => number, untilMs: number, act: () => void): Promise<void> {
  for (let atMs = fromMs; atMs < untilMs; atMs += everyMs(atMs)) {
    await sleep(atMs - performance.now());
    act();
  }
}

process.once('message', (typing: Typing) => void crowd(typing));
