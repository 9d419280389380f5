import { randomInt } from 'node:crypto';
import { syncStep1Frame, updateFrame } from '@ginnel/protocol/frames';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newDocument, signIn } from '../../conformance/people.ts';
import { besiege, MEMORY, type Besieged } from './besieged.ts';
import { until } from './hall.ts';
import { clientMessage, messageHead, openMany, RudeSocket, upgradeRequest } from './rude-socket.ts';

const ATTACKERS = ['jo-kowalski', 'sheila-entwistle', 'mia-lomax'];
const SOCKETS_EACH = 60;
/** What each says will come, and what of it comes. Together some 740 MiB. */
const DECLARED_BYTES = 4_500_000;
const COME_BYTES = 4_300_000;
const MIB = 1024 * 1024;
/** Each person's 64 MiB, and as much again that has been let go of and is not collected yet. */
const MAX_GROWTH_BYTES = 2 * ATTACKERS.length * 64 * MIB;
/** Of sixty fifteen fit, and a few more until the next look. */
const CUT_OFF_EACH = 40;
/** Notes take four million, and the writer writes there, too. */
const COPY_CHARACTERS = 3_990_000;
/** Of the honest upload, at each step of the attack. */
const SLOWLY_BYTES = 5000;
const CUT_OFF = 'ginnel_closes_total{code="1013"}';

let town: Besieged;
beforeAll(async () => {
  town = await besiege('amina-hussain', 'dan-okafor', ...ATTACKERS);
});
afterAll(async () => await town.server.stop());

/** Everything that somebody wrote while away, as one message of a stock client. */
function offlineCopy(): Buffer {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = randomInt(1, 2 ** 47);
  doc.getText('notes').insert(0, 'x'.repeat(COPY_CHARACTERS));
  return clientMessage(updateFrame(Y.encodeStateAsUpdate(doc)));
}

test('[PR18] 180 messages of three people that never end are not all held; a slow upload of 4 MB arrives, and a writer writes on', async () => {
  const { server, tokens } = town;
  const hello = clientMessage(syncStep1Frame(Uint8Array.of(0)));
  const upgrade = (person: string, documentId: string): string => upgradeRequest({ documentId, token: tokens.get(person) ?? '' });
  const documentId = await newDocument(await signIn(server, 'amina-hussain'), 'priorities');
  const writer = town.enter('amina-hussain', documentId);
  await writer.allSaved();
  const copy = offlineCopy();
  const slow = await new RudeSocket(server.port).reached();
  let uploaded = 0;
  const upload = (bytes: number): void => slow.send(copy.subarray(uploaded, (uploaded += bytes)));
  for (const bytes of [upgrade('dan-okafor', documentId), hello]) slow.send(bytes);
  upload(Math.floor(copy.length / 2));
  await slow.sent();
  writer.type('before ');
  await writer.allSaved();

  const before = await town.figure(MEMORY);
  const head = messageHead(DECLARED_BYTES);
  const part = Buffer.alloc(COME_BYTES);
  const attacks = ATTACKERS.map(async (person) => {
    const sockets = await openMany(SOCKETS_EACH, server.port, (socket) => {
      for (const bytes of [upgrade(person, town.documentId), hello, head, part]) socket.send(bytes);
    });
    await Promise.all(sockets.map((socket) => socket.sent().then(() => upload(SLOWLY_BYTES))));
    return sockets;
  });
  let largest = 0;
  for (const attack of attacks) {
    await attack;
    for (let i = 0; i < 10; i++) {
      upload(SLOWLY_BYTES);
      writer.type('during ');
      await writer.allSaved();
      largest = Math.max(largest, (await town.figure(MEMORY)) - before);
    }
  }
  expect(largest).toBeLessThan(MAX_GROWTH_BYTES);

  const cutOff = (await Promise.all(attacks)).map(async (sockets) => {
    let count = 0;
    await new Promise<void>((resolve) => {
      for (const { gone } of sockets) void gone.then(() => (count += 1) === CUT_OFF_EACH && resolve());
    });
    return sockets;
  });
  const attackers = (await Promise.all(cutOff)).flat();
  // Who was cut off saw why, or nothing: never another code.
  for (const { closeCode } of attackers) expect([1013, 0]).toContain(closeCode);
  expect(await town.figure(CUT_OFF)).toBeGreaterThanOrEqual(ATTACKERS.length * CUT_OFF_EACH);

  expect(slow.isOpen).toBe(true);
  upload(copy.length - uploaded);
  await until(writer.client.doc, () => writer.client.notes().length > COPY_CHARACTERS);
  writer.type('after');
  await writer.allSaved();
  expect(writer.client.notes()).toContain('during ');
  for (const socket of [slow, ...attackers]) socket.end();
  writer.socket.terminate();
});
