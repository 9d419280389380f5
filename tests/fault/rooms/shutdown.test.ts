/** The whole program is told to end while five hundred are in it, some write as fast as they can, and some have stopped reading. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { syncStep1Frame } from '@ginnel/protocol/frames';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { newDocument, signIn } from '../../conformance/people.ts';
import { Durable } from '../../simulation/durable.ts';
import { besiege, SOCKETS, type Besieged } from './besieged.ts';

const PEOPLE = ['amina-hussain', 'jo-kowalski', 'sheila-entwistle', 'mia-lomax', 'dan-okafor', 'ruth-ogden'];
const WRITERS = 20;
const STALLED = 20;
const SOCKETS_IN_ALL = 500;
/** Asked for again and again by those who read nothing: more than the systems on both sides hold for them. */
const LARGE_CHARACTERS = 2_000_000;
const QUESTIONS = 4;
const EDIT_CHARACTERS = 200_000;
/** `main.ts` gives an orderly end so long. */
const LONGEST_END_MS = 5_000;

let town: Besieged;
let large: string;
beforeAll(async () => {
  town = await besiege(...PEOPLE);
  const amina = await signIn(town.server, 'amina-hussain');
  large = await newDocument(amina, 'priorities');
  const one = town.enter('amina-hussain', large);
  await one.synced();
  for (let i = 0; i < LARGE_CHARACTERS; i += EDIT_CHARACTERS) one.type('x'.repeat(EDIT_CHARACTERS));
  await one.allSaved();
  one.socket.terminate();
});
afterAll(() => town.server.stop());

async function enterSilently(count: number, documentId: string): Promise<WebSocket[]> {
  const sockets = Array.from({ length: count }, (_, i) => {
    const headers = { authorization: `Bearer ${town.tokens.get(PEOPLE[i % PEOPLE.length] ?? '')}` };
    return new WebSocket(`${town.server.syncAddress}/${documentId}`, { headers });
  });
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  for (const socket of sockets) socket.send(syncStep1Frame(Uint8Array.of(0)));
  return sockets;
}

const codeOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];

test.each([{ signals: ['SIGTERM'] }, { signals: ['SIGTERM', 'SIGTERM', 'SIGINT'] }, { signals: ['SIGINT'] }] as const)(
  '[PR14] told to end by $signals under load it says goodbye to everybody, ends in time, and no word is lost',
  async ({ signals }) => {
    const writers = Array.from({ length: WRITERS }, (_, i) => town.enter(PEOPLE[i % PEOPLE.length] ?? ''));
    const readers = await enterSilently(SOCKETS_IN_ALL - WRITERS - STALLED, town.documentId);
    const stalled = await enterSilently(STALLED, large);
    for (const socket of stalled) {
      socket.pause();
      for (let i = 1; i < QUESTIONS; i++) socket.send(syncStep1Frame(Uint8Array.of(0)));
    }
    await Promise.all(writers.map((one) => one.synced()));
    expect(await town.figure(SOCKETS)).toBe(SOCKETS_IN_ALL);
    const typing = setInterval(() => writers.forEach((one) => one.type('x')), 5);
    await wait(500);
    const codes = Promise.all([...writers.map(({ socket }) => socket), ...readers].map(codeOf));
    const { code, ms } = await town.server.end(...signals);
    clearInterval(typing);
    expect(new Set(await codes)).toEqual(new Set([1012]));
    expect({ code, inTime: ms < LONGEST_END_MS }).toEqual({ code: 0, inTime: true });
    for (const socket of stalled) socket.terminate();
    const promised = writers.flatMap(({ client }) => client.sent.slice(0, client.saved));
    const unanswered = writers.reduce((sum, { client }) => sum + client.sent.length - client.saved, 0);

    await town.server.startAgain();
    const reader = town.enter('jo-kowalski');
    await reader.synced();
    const durable = Durable.of('priorities', reader.client.doc);
    expect(promised.filter((update) => !durable.covers(update))).toEqual([]);
    expect(promised.length).toBeGreaterThan(WRITERS * 20);
    const back = writers.map(({ client }, i) => town.enter(PEOPLE[i % PEOPLE.length] ?? '', town.documentId, client));
    await Promise.all(back.map((one) => one.allSaved()));
    const wanted = Math.max(...writers.map(({ client }) => client.notes().length));
    await expect.poll(() => new Set([...back, reader].map(({ client }) => client.notes())).size).toBe(1);
    expect(reader.client.notes().length).toBeGreaterThanOrEqual(wanted);
    console.log(
      `${signals.join(', ')}: ended after ${ms} ms; ${promised.length} frames acknowledged, 0 lost; ${unanswered} more came back`,
    );
    for (const { socket } of [...back, reader]) socket.terminate();
  },
);
