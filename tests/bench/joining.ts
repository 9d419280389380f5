/** What it costs to come in: one client to a long history, or a crowd that comes back after a restart. */
import * as Y from 'yjs';
import { Dialect } from './dialect.ts';
import { fill } from './fill.ts';
import { longHistory, writtenDocument } from './history.ts';
import { ServerProcess, withFolder, type ServerName } from './servers.ts';

const COLD_EDITS = 260_000;
/** What a server may need after its last client has gone until its files are at rest. */
const REST_MS = 17_500;

export interface ColdFigures {
  readonly firstJoinMs: number;
  readonly cpuMs: number;
  readonly grownMb: number;
  readonly receivedKb: number;
}

export function coldRound(server: ServerName): Promise<ColdFigures> {
  return withFolder(async (folder) => {
    const writer = await ServerProcess.start(server, folder, 1);
    await fill(server, writer.url, 'd0', 7, longHistory(1, COLD_EDITS, 50));
    await sleep(REST_MS);
    await writer.stop();
    const cold = await ServerProcess.start(server, folder, 1);
    await sleep(500);
    const before = cold.usage();
    const startedMs = performance.now();
    const { received } = await join(server, cold.url, 'd0', new Y.Doc(), 11);
    const firstJoinMs = performance.now() - startedMs;
    await sleep(300);
    const after = cold.usage();
    await cold.stop();
    return {
      firstJoinMs,
      cpuMs: after.cpuMs - before.cpuMs,
      grownMb: (after.rssBytes - before.rssBytes) / 2 ** 20,
      receivedKb: received / 1024,
    };
  });
}

export interface StormFigures {
  readonly allBackMs: number;
  readonly cpuMs: number;
  readonly grownMb: number;
  readonly upKb: number;
  readonly downKb: number;
}

export interface DoorsFigures extends StormFigures {
  readonly cpuUsPerJoin: number;
  readonly questionsPerJoin: number;
}

/** The storm with what it asks the database. `product`: of people who are signed in, by the real doorkeeper; `ginnel`: it believes everybody. */
export async function doorsRound(server: ServerName, { documents = 50, clients = 500 } = {}): Promise<DoorsFigures> {
  let questions = 0;
  const before = async (storm: ServerProcess): Promise<void> => void (questions = -(await storm.questions()));
  const after = async (storm: ServerProcess): Promise<void> => void (questions += await storm.questions());
  const figures = await stormRound(server, { documents, clients, before, after });
  return { ...figures, cpuUsPerJoin: (figures.cpuMs * 1000) / clients, questionsPerJoin: questions / clients };
}

type Look = (storm: ServerProcess) => Promise<void>;
const LOOK_AWAY: Look = () => Promise.resolve();

/** 500 clients that hold everything come back to 50 documents at once, after a restart. */
export function stormRound(
  server: ServerName,
  { documents = 50, clients = 500, before: lookBefore = LOOK_AWAY, after: lookAfter = LOOK_AWAY } = {},
): Promise<StormFigures> {
  return withFolder(async (folder) => {
    const copies = Array.from({ length: documents }, (_, d) => writtenDocument(d + 1, 20_000));
    const writer = await ServerProcess.start(server, folder, documents);
    if (server !== 'relay') {
      for (const [d, copy] of copies.entries()) await fill(server, writer.url, `d${d}`, 1 + d, [Y.encodeStateAsUpdate(copy)]);
      // Everybody has been here before: whoever is leased a clientID has it.
      await Promise.all(
        Array.from({ length: clients }, (_, c) => join(server, writer.url, `d${c % documents}`, copies[c % documents] as Y.Doc, 1000 + c)),
      );
      await sleep(REST_MS);
    }
    await writer.stop();
    const storm = await ServerProcess.start(server, folder, documents);
    await sleep(500);
    await lookBefore(storm);
    const before = storm.usage();
    const startedMs = performance.now();
    const joins = await Promise.all(
      Array.from({ length: clients }, (_, c) =>
        join(server, storm.url, `d${c % documents}`, copies[c % documents] as Y.Doc, 1000 + c, true),
      ),
    );
    const allBackMs = performance.now() - startedMs;
    await sleep(500);
    const after = storm.usage();
    await lookAfter(storm);
    for (const { leave } of joins) leave();
    await storm.stop();
    const sum = (key: 'sent' | 'received'): number => joins.reduce((total, figures) => total + figures[key], 0) / 1024;
    return {
      allBackMs,
      cpuMs: after.cpuMs - before.cpuMs,
      grownMb: (after.rssBytes - before.rssBytes) / 2 ** 20,
      upKb: sum('sent'),
      downKb: sum('received'),
    };
  });
}

/** Resolves when the server has answered. `stays`: until `leave`. */
export async function join(
  server: ServerName,
  url: string,
  document: string,
  copy: Y.Doc,
  clientId: number,
  stays = false,
): Promise<{ sent: number; received: number; write: (update: Uint8Array) => void; leave: () => void }> {
  const dialect = new Dialect(server, document, clientId);
  const socket = dialect.connect(url);
  socket.binaryType = 'nodebuffer';
  let sent = 0;
  let received = 0;
  const send = (frame: Uint8Array): void => {
    sent += frame.length;
    socket.send(frame);
  };
  await new Promise<void>((resolve) => {
    socket.on('open', () => {
      dialect.hello(Y.encodeStateVector(copy)).forEach(send);
      if (server === 'relay') resolve();
    });
    socket.on('message', (data: Buffer) => {
      received += data.length;
      const { kind, body } = dialect.hear(data);
      if (kind === 'step1') send(dialect.step2(Y.encodeStateAsUpdate(copy, body)));
      if (kind === 'step2') resolve();
    });
  });
  if (!stays) socket.terminate();
  return { sent, received, write: (update) => send(dialect.update(update)), leave: () => socket.terminate() };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
