/** Decisions and endings that fall between a question and its answer. */
import type { DocumentId } from '@ginnel/base/ids';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import { createMemoryLog, type MemoryLog } from '@ginnel/store/memory/log';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { documentInfo, openHall, type Hall } from './hall.ts';
import { WireSocket } from './wire-socket.ts';

const ID = 'd1' as DocumentId;
let hall: Hall;
let log: MemoryLog;
let onRightsRead: () => Promise<void>;

beforeEach(async () => {
  log = createMemoryLog();
  onRightsRead = async () => {};
  const info = documentInfo(ID);
  log.putDocument(info);
  const town = { documents: new Map([[ID, info]]), standings: new Map() };
  hall = await openHall({ log, town, onRightsRead: () => onRightsRead() });
});
afterEach(async () => {
  await hall.close();
  expect(hall.problems).toEqual([]);
});

const enter = (person: string, clientId: number): WireSocket =>
  new WireSocket(hall.socket(person, `/sync/${ID}?client=${clientId}`, [SUBPROTOCOL]), new WireClient('priorities', clientId));

test('[PR13] who is removed while they are coming in is closed, though nobody writes', async () => {
  onRightsRead = async () => {
    onRightsRead = async () => {};
    hall.town.standings.set('imran', null);
    hall.host.personChanged('imran' as never);
  };
  const imran = enter('imran', 5);
  expect(await new Promise((resolve) => imran.socket.on('close', resolve))).toBe(4403);
});

test('[PR14] words that wait for rights to be read are made durable and acknowledged before a restart', async () => {
  const amina = enter('amina', 77);
  await amina.synced();
  const { promise, resolve } = Promise.withResolvers<void>();
  onRightsRead = () => promise;
  hall.host.rightsChanged(ID);
  const before = amina.client.saved;
  amina.type('Words.');
  while (hall.host.gauges().backlogRows === 0) await new Promise((next) => setImmediate(next));
  const closed = new Promise((next) => amina.socket.on('close', next));
  const stopped = hall.host.stop();
  setImmediate(resolve);
  await stopped;
  expect(await closed).toBe(1012);
  expect((await log.load(ID))?.headSeq).toBe(1);
  expect(amina.client.saved).toBe(before + 1);
});
