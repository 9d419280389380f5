/** The whole program on a disk whose fsync fails for a while, as a broken one's does: what it called saved is there after a kill. */
import { randomInt } from 'node:crypto';
import { SUBPROTOCOL } from '@ginnel/protocol/frames';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { newDocument, signIn } from '../../conformance/people.ts';
import { within } from '../nodes/cluster.ts';
import { startOnFailingDisk } from './failing-disk.ts';
import { WireSocket } from './wire-socket.ts';

const SOON_MS = 60_000;

test('[ST7, RM9] while fsync fails nothing is said to be saved and health tells; afterwards everything is, and is still there after a kill', async () => {
  const { server, fail, heal } = await startOnFailingDisk('fsync,fdatasync');
  onTestFinished(() => server.stop());
  const amina = await signIn(server, 'amina-hussain');
  const documentId = await newDocument(amina, 'priorities');
  const status = async (): Promise<number> => (await fetch(`${server.address}/healthz`)).status;
  const enter = (): WireSocket => {
    const client = new WireClient('priorities', randomInt(1, 2 ** 47));
    const headers = { authorization: `Bearer ${amina.token}` };
    const socket = new WebSocket(`${server.syncAddress}/${documentId}?client=${client.doc.clientID}`, [SUBPROTOCOL], { headers });
    socket.binaryType = 'arraybuffer';
    return new WireSocket(socket, client);
  };
  const writer = enter();
  const reader = enter();
  await Promise.all([writer.synced(), reader.synced()]);
  writer.type('Before. ');
  await writer.allSaved();

  fail();
  const { saved } = writer.client;
  writer.type('While it fails. ');
  expect(await writer.message('storage')).toMatchObject({ writable: false });
  await within(SOON_MS, 'health tells', async () => (await status()) === 503);
  writer.type('Still. ');
  expect(writer.client.saved).toBe(saved);
  expect(reader.client.notes()).toBe('Before. ');

  heal();
  await writer.allSaved();
  await within(SOON_MS, 'healthy again', async () => (await status()) === 200);
  const words = 'Before. While it fails. Still. ';
  await within(SOON_MS, 'others see it', () => reader.client.notes() === words);
  await server.kill();
  await server.startAgain();
  const later = enter();
  await later.synced();
  expect(later.client.notes()).toBe(words);
});
