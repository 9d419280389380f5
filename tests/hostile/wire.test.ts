import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { newDocument, signIn, socketOf, stockProvider, synced, type Writer } from '../conformance/people.ts';
import { RunningServer } from '../conformance/running-server.ts';
import { framesOfDesign } from './frames-of-design.ts';
import { sceneOfFrames } from './frames.ts';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { updateFrame } from '@ginnel/protocol/frames';

let server: RunningServer;
let amina: Writer;
let documentId: string;

beforeAll(async () => {
  server = await RunningServer.start();
  amina = await signIn(server, 'amina-hussain');
  documentId = await newDocument(amina, 'deal');
});
afterAll(() => server.stop());

async function opened(): Promise<WebSocket> {
  const socket = new WebSocket(`${server.syncAddress}/${documentId}`, { headers: { authorization: `Bearer ${amina.token}` } });
  await once(socket, 'open');
  socket.on('error', () => undefined);
  return socket;
}

async function standing(): Promise<{ hash: string; seq: number }> {
  const answer = await amina.api.document(documentId);
  if (!answer.ok) throw new Error(answer.error.title);
  return { hash: answer.value.hash, seq: answer.value.seq };
}

/** The server still takes honest words and shows them to others. */
async function stillWorks(): Promise<void> {
  const [writer, reader] = [new Y.Doc(), new Y.Doc()];
  const providers = [writer, reader].map((doc) => stockProvider(server, documentId, doc, socketOf(amina.token)));
  await Promise.all(providers.map(synced));
  const arrived = once(reader as unknown as NodeJS.EventEmitter, 'update');
  writer.getText('notes').insert(0, 'still here ');
  await arrived;
  expect(reader.getText('notes').toString()).toContain('still here');
  for (const provider of providers) provider.destroy();
}

describe('hostile frames on the wire', () => {
  it('[AD1] a WebSocket frame with reserved bits set ends that connection, and nothing else', async () => {
    const before = await standing();
    const socket = await opened();
    const closed = once(socket, 'close') as Promise<[number]>;
    const wire = (socket as unknown as { _socket: Socket })._socket;
    // FIN, RSV2, RSV3, binary; masked; three bytes.
    wire.write(Buffer.from([0xb2, 0x83, 1, 2, 3, 4, 0, 0, 0]));
    const [code] = await closed;
    expect(code).toBe(1002);
    expect(await standing()).toEqual(before);
    await stillWorks();
  });

  it('[AD1] every named update of the design leaves the document as it was, and the server at work', async () => {
    const frames = framesOfDesign(sceneOfFrames(createLiveDocument));
    const before = await standing();
    for (const { update } of frames) {
      const socket = await opened();
      const closed = once(socket, 'close') as Promise<[number]>;
      socket.send(updateFrame(update));
      const [code] = await closed;
      expect(code).toBeGreaterThanOrEqual(4400);
      expect(code).toBeLessThan(4500);
    }
    expect(await standing()).toEqual(before);
    await stillWorks();
  });
});
