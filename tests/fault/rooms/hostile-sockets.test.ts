import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { besiege, MEMORY, SOCKETS, type Besieged } from './besieged.ts';
import { mostSockets, openMany, upgradeRequest, type RudeSocket } from './rude-socket.ts';

const SEED = 20_261_122;
const MIB = 1024 * 1024;
/** What the server may grow by under any of these; what is sent to it here comes to half a gigabyte. */
const MAX_GROWTH_BYTES = 300 * MIB;
/** The bounds in the rules are 10 to 15 s; a machine with other work is slower to look. */
const LET_GO_WITHIN_MS = 90_000;
const GONE = 'let go within the time';

let town: Besieged;
beforeAll(async () => {
  town = await besiege('amina-hussain', 'jo-kowalski', 'sheila-entwistle', 'mia-lomax');
  await town.serves('amina-hussain');
});
afterAll(async () => await town.server.stop());

const allGone = (sockets: readonly RudeSocket[]): Promise<unknown> => Promise.all(sockets.map(({ gone }) => gone));
const stillOpen = (sockets: readonly RudeSocket[]): number => sockets.filter(({ isOpen }) => isOpen).length;

async function growth(during: () => Promise<void>): Promise<number> {
  const before = await town.figure(MEMORY);
  await during();
  return (await town.figure(MEMORY)) - before;
}

test.concurrent(
  '[PR15, PR16, PR17] dripped headers, and sockets upgraded and silent, are let go; others come in and write meanwhile',
  async () => {
    const startedMs = performance.now();
    const { port } = town.server;
    const request = upgradeRequest({ documentId: town.documentId, token: null });
    const drip = await openMany(300, port, (socket) => socket.send(request[0] ?? ''));
    let at = 1;
    // The last two bytes would end the headers: they never come.
    const dripping = setInterval(() => {
      for (const socket of drip) socket.send(at < request.length - 2 ? (request[at] ?? '') : 'X');
      at += 1;
    }, 100);
    const silent = await Promise.all(
      ['jo-kowalski', 'sheila-entwistle'].map((person) => {
        const token = town.tokens.get(person) ?? '';
        return openMany(225, port, (socket) => socket.send(upgradeRequest({ documentId: town.documentId, token })));
      }),
    );
    await town.serves('amina-hussain');
    await Promise.all([allGone(drip), allGone(silent.flat())]);
    clearInterval(dripping);
    await town.serves('jo-kowalski');
    expect(performance.now() - startedMs, GONE).toBeLessThan(LET_GO_WITHIN_MS);
    expect(drip.map(({ status }) => status)).not.toContain(101);
    expect(drip.some(({ status }) => status === 408)).toBe(true);
    for (const ofOne of silent) {
      const codes = ofOne.map(({ closeCode }) => closeCode);
      // 0: the line was cut before the goodbye on it was read.
      expect(new Set(codes.filter((code) => code !== 0))).toEqual(new Set([4429, 1013]));
      expect(codes.filter((code) => code === 4429).length).toBeLessThanOrEqual(25);
    }
  },
);

test.concurrent(`[PR6] broken and giant frames again and again: each socket is closed, and nothing is kept (seed ${SEED})`, async () => {
  const random = seededRandom(SEED);
  const upgrade = upgradeRequest({ documentId: town.documentId, token: town.tokens.get('mia-lomax') ?? '' });
  const mask = [0, 0, 0, 0];
  const broken: readonly (() => number[])[] = [
    () => [0xf2, 0x80, ...mask], // reserved bits
    () => [0x82, 0x01, 7], // not masked
    () => [0x8b, 0x80, ...mask], // an operation that there is not
    () => [0x82, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, ...mask], // a length of 2^63
    () => [0x89, 0xfe, 1, 0, ...mask], // a ping of 256 bytes
    () => [0x82, 0x90, ...mask, ...Array.from({ length: 16 }, () => 128 + random.int(128))], // no frame of the protocol
  ];
  const giant = Buffer.alloc(50_000_000);
  const giantHead = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, ...mask]);
  giantHead.writeUInt32BE(giant.length, 6);
  const grown = await growth(async () => {
    for (let round = 0; round < 2; round++) {
      const sockets = await openMany(30, town.server.port, (socket) => socket.send(upgrade));
      for (const [i, socket] of sockets.entries()) socket.send(Uint8Array.from(broken[i % broken.length]?.() ?? []));
      const giants = await openMany(5, town.server.port, (socket) => {
        for (const bytes of [upgrade, giantHead, giant]) socket.send(bytes);
      });
      await town.serves('amina-hussain');
      for (const socket of giants) {
        await socket.gone;
        expect([1009, 0]).toContain(socket.closeCode);
      }
      await allGone(sockets);
      for (const { closeCode } of sockets) expect([1002, 1009, 4400]).toContain(closeCode);
    }
  });
  expect(grown).toBeLessThan(MAX_GROWTH_BYTES);
});

test('[PR15] ten thousand connections that say nothing: the oldest make room, and who asks is served', async () => {
  const startedMs = performance.now();
  const count = mostSockets(10_000);
  let silent: RudeSocket[] = [];
  const grown = await growth(async () => {
    silent = await openMany(count, town.server.port);
    expect(stillOpen(silent)).toBeGreaterThan(0);
    await town.serves('amina-hussain');
    await allGone(silent);
  });
  await town.serves('amina-hussain');
  expect(performance.now() - startedMs, GONE).toBeLessThan(LET_GO_WITHIN_MS);
  expect(grown).toBeLessThan(MAX_GROWTH_BYTES);
});

test('[PR2] fifteen hundred that are upgraded, are nobody and never say goodbye hold no socket', async () => {
  const count = mostSockets(1_500);
  const request = upgradeRequest({ documentId: town.documentId, token: null });
  const grown = await growth(async () => {
    const nobody = await openMany(count, town.server.port, (socket) => socket.send(request));
    await town.serves('amina-hussain');
    await allGone(nobody);
    expect(new Set(nobody.map(({ closeCode }) => closeCode))).toEqual(new Set([4401]));
  });
  expect(grown).toBeLessThan(MAX_GROWTH_BYTES);
  expect(await town.figure(SOCKETS)).toBeLessThan(10);
});
