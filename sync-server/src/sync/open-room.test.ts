import type { DocumentId } from '@ginnel/base/ids';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { updateFrame } from '@ginnel/protocol/frames';
import { claimsBudget } from '@ginnel/room/budget';
import { createMemoryLog, type MemoryLog } from '@ginnel/store/memory/log';
import { DOCUMENT, standpoint } from '@ginnel/testkit/wire/rehearsal';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { beforeEach, expect, test, vi } from 'vitest';
import { Flusher } from './flusher.ts';
import { OpenRoom } from './open-room.ts';
import { Snapshots } from './snapshots.ts';

const clock = { nowMs: () => Date.now() };
/** On a busy machine too. */
const SOON = { timeout: 30_000 };
let log: MemoryLog;
let problems: string[];
let refused: string[];

beforeEach(() => {
  log = createMemoryLog();
  problems = [];
  refused = [];
});

function town(): (id: string, createDocument?: typeof createLiveDocument) => OpenRoom {
  const report = (what: string): void => void problems.push(what);
  const metrics = {
    count: (name: string, _by: number, label = '') => void (name === 'refusals' && refused.push(label)),
    observe: () => undefined,
  };
  const flusher = new Flusher({ log, clock, metrics, hints: null, report });
  const doorkeeper = {
    authenticate: () => Promise.reject(new Error('nobody comes')),
    rightsOf: () => Promise.resolve(null),
    endedSessions: () => Promise.resolve([]),
  };
  const around = {
    log,
    doorkeeper,
    clock,
    metrics,
    report,
    flusher,
    others: null,
    snapshots: new Snapshots(log, createLiveDocument, report),
  };
  return (id, createDocument = createLiveDocument) => {
    log.putDocument({ ...DOCUMENT, id: id as DocumentId });
    return new OpenRoom({ documentId: id as DocumentId, clock, createDocument, sharesLog: true }, around);
  };
}

function joins(room: OpenRoom, name: string, clientId: number): void {
  const who = { name, label: '', standpoints: [standpoint(name)] as const, rightsVersion: 1, claims: claimsBudget(0) };
  room.feed({ type: 'joined', joining: { connection: 1, ...who, speaksGinnel: true, shapeVersion: 1, epoch: null, clientId } });
}

const loaded = async (room: OpenRoom): Promise<unknown> => await vi.waitUntil(() => room.headSeq !== null, SOON);
const headOf = async (id: string): Promise<number> => (await log.load(id as DocumentId))?.headSeq ?? 0;

test('a room that falls over is closed and reported; what others write in the same moment is kept', async () => {
  const open = town();
  const falling = open('falls', () => {
    throw new Error('a bug');
  });
  const sound = open('stands');
  await Promise.all([loaded(falling), loaded(sound)]);
  for (const room of [falling, sound]) {
    const pen = new WireClient('priorities', 77);
    pen.type('Words.');
    joins(room, 'amina', 77);
    room.feed({ type: 'frame', connection: 1, bytes: updateFrame(pen.unsent[0] as Uint8Array) });
  }
  await vi.waitUntil(async () => (await headOf('stands')) === 1, SOON);
  expect([falling.isOver, sound.isOver]).toEqual([true, false]);
  expect(problems).toHaveLength(1);
});

test('[RM19] a copy that is thousands of rows behind the log reads them all before it refuses anybody', async () => {
  const room = town()('d1');
  await loaded(room);
  joins(room, 'amina', 33);
  const pen = new WireClient('priorities', 32);
  for (let i = 0; i < 2500; i++) pen.type('x');
  const { author } = standpoint('imran');
  const rows = pen.unsent.map((update) => ({ author, route: 'typed' as const, atMs: 1, update }));
  const append = { documentId: 'd1' as DocumentId, epoch: 1, rightsVersion: 1, baseSeq: 0 };
  await log.append([{ ...append, rows, leases: [{ clientId: 32, author }] }]);
  const client = new WireClient('priorities', 33);
  for (const update of pen.unsent) client.hear(updateFrame(update));
  client.type('Mine.');
  room.feed({ type: 'frame', connection: 1, bytes: updateFrame(client.unsent[0] as Uint8Array) });
  await vi.waitUntil(async () => refused.length > 0 || (await headOf('d1')) > 2500, SOON);
  expect(refused).toEqual([]);
});
