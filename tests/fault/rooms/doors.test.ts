import { connect, type Socket } from 'node:net';
import type { DocumentId } from '@ginnel/base/ids';
import { writeAwareness } from '@ginnel/protocol/awareness';
import { awarenessFrame, SUBPROTOCOL, syncStep1Frame, updateFrame } from '@ginnel/protocol/frames';
import { createMemoryLog, type MemoryLog } from '@ginnel/store/memory/log';
import { WireClient } from '@ginnel/testkit/wire/wire-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { documentInfo, openHall, until, type Hall } from './hall.ts';
import { WireSocket } from './wire-socket.ts';

const ID = 'd1' as DocumentId;
let hall: Hall;
let log: MemoryLog;

beforeEach(async () => {
  log = createMemoryLog();
  const info = documentInfo(ID);
  log.putDocument(info);
  hall = await openHall({ log, town: { documents: new Map([[ID, info]]), standings: new Map() } });
});
afterEach(async () => {
  await hall.close();
  expect(hall.problems).toEqual([]);
});

const closeOf = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.on('close', resolve));
const opened = (socket: WebSocket): Promise<void> => new Promise((resolve) => socket.on('open', resolve));

describe('coming in', () => {
  test('[PR2] nobody without a session', async () => {
    expect(await closeOf(new WebSocket(`${hall.address}/sync/${ID}`))).toBe(4401);
  });

  test('[PR2] not to a document that does not exist, nor to another path', async () => {
    expect(await closeOf(hall.socket('amina', '/sync/nowhere'))).toBe(4404);
    expect(await closeOf(hall.socket('amina', '/sync/%2e%2e/x'))).toBe(4404);
  });

  test('[PR2] not for who has no capacity here, or names one that is not theirs', async () => {
    hall.town.standings.set('mallory', null);
    expect(await closeOf(hall.socket('mallory', `/sync/${ID}`))).toBe(4403);
    expect(await closeOf(hall.socket('amina', `/sync/${ID}?as=imran.resident`, [SUBPROTOCOL]))).toBe(4403);
  });

  test('[PR2] not with the copy of another epoch', async () => {
    expect(await closeOf(hall.socket('amina', `/sync/${ID}?epoch=7`, [SUBPROTOCOL]))).toBe(4410);
  });

  test('[PR3] our messages go to those who offer our subprotocol, and begin with a welcome', async () => {
    const ours = new WireSocket(
      hall.socket('amina', `/sync/${ID}?client=77&shape=1&epoch=1`, [SUBPROTOCOL]),
      new WireClient('priorities', 77),
    );
    await ours.synced();
    expect(ours.socket.protocol).toBe(SUBPROTOCOL);
    expect(ours.kinds.slice(0, 2)).toEqual([71, 0]);
    expect(ours.client.messages[0]).toMatchObject({
      type: 'welcome',
      epoch: 1,
      phase: 'drafting',
      you: { name: 'amina', standing: 'member' },
    });
    const stock = new WireSocket(hall.socket('imran', `/sync/${ID}`), new WireClient('priorities', 78));
    await stock.synced();
    expect(stock.kinds).not.toContain(71);
    expect((await log.load(ID))?.leases).toEqual([]);
  });

  test('[RM24] one person comes and goes, each time somebody new: what they leave behind is bounded on all their connections', async () => {
    const utf8 = new TextEncoder();
    let named = 0;
    for (let round = 0; round < 6; round++) {
      const sockets = Array.from({ length: 20 }, () => {
        const clientId = 7000 + ++named;
        const socket = hall.socket('mallory', `/sync/${ID}?client=${clientId}`, [SUBPROTOCOL]);
        socket.on('open', () => socket.send(awarenessFrame(writeAwareness([{ clientId, clock: 1, state: utf8.encode('{}') }]))));
        return new WireSocket(socket, new WireClient('priorities', clientId));
      });
      await Promise.all(sockets.map((socket) => socket.synced()));
      await Promise.all(sockets.map((socket) => socket.allSaved()));
      for (const { socket } of sockets) socket.terminate();
    }
    const amina = new WireSocket(hall.socket('amina', `/sync/${ID}?client=77`, [SUBPROTOCOL]), new WireClient('priorities', 77));
    amina.type('Mine.');
    await amina.allSaved();
    const leases = (await log.load(ID))?.leases ?? [];
    expect(leases.filter(({ author }) => author.personId === 'mallory')).toHaveLength(100);
    expect(leases).toContainEqual(expect.objectContaining({ clientId: 77 }));
  });
});

describe('going', () => {
  /** Hears the code and says nothing to it: its own half of the connection stays open, and it goes on sending. */
  const stubborn = (path: string): { gone: Promise<void>; socket: Socket } => {
    const { hostname, port } = new URL(hall.address);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: cnVkZSBhbmQgc2lsZW50IQ==';
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`);
    const more = setInterval(() => socket.write(Buffer.alloc(16 * 1024)), 50);
    socket.on('error', () => undefined);
    socket.resume();
    return { socket, gone: new Promise((resolve) => socket.once('close', () => (clearInterval(more), resolve()))) };
  };

  test('[PR2] who is turned away and does not go is cut off within seconds, whether or not it was looked at', async () => {
    const startedMs = performance.now();
    await Promise.all([stubborn('/sync/no/such/path').gone, stubborn(`/sync/${ID}`).gone]);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  test('[PR2] who is turned away is told the code, and is gone at once when it goes', async () => {
    const took: number[] = [];
    for (let i = 0; i < 5; i++) {
      const startedMs = performance.now();
      expect(await closeOf(hall.socket('amina', '/sync/no/such/path'))).toBe(4404);
      took.push(performance.now() - startedMs);
    }
    // Who is not let go would be cut off after two seconds; the slower ones say more of the machine's other work.
    expect(Math.min(...took)).toBeLessThan(1_500);
  });
});

describe('writing', () => {
  test('[PR4] every frame is acknowledged, in order and cumulatively', async () => {
    const amina = new WireSocket(hall.socket('amina', `/sync/${ID}?client=77`, [SUBPROTOCOL]), new WireClient('priorities', 77));
    await amina.synced();
    for (let i = 0; i < 500; i++) amina.type('word ');
    await amina.allSaved();
    const counts = amina.client.messages.flatMap((message) => (message.type === 'saved' ? [message.frames] : []));
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect((await log.load(ID))?.headSeq).toBeGreaterThan(0);
  });

  test('[PR7] a writer at full speed loses nothing', async () => {
    const amina = new WireSocket(hall.socket('amina', `/sync/${ID}?client=77`, [SUBPROTOCOL]), new WireClient('priorities', 77));
    const imran = hall.open('imran', ID);
    await amina.synced();
    for (let i = 0; i < 20_000; i++) amina.type('x');
    await amina.allSaved();
    await until(imran.doc, () => imran.doc.getText('notes').length === 20_000);
  });

  test('[PR5] a forged author: the ginnel client is told and stays, the stock client is closed', async () => {
    const forged = new WireClient('priorities', 99);
    forged.type('Mine.');
    forged.type('Not yours.');
    const [, update] = forged.unsent;
    const amina = new WireSocket(hall.socket('amina', `/sync/${ID}?client=99`, [SUBPROTOCOL]), new WireClient('priorities', 99));
    amina.type('Mine.');
    await amina.allSaved();
    const ours = new WireSocket(hall.socket('mallory', `/sync/${ID}?client=66`, [SUBPROTOCOL]), new WireClient('priorities', 66));
    await ours.synced();
    ours.socket.send(updateFrame(update as Uint8Array));
    const refused = await ours.message('refused');
    expect(refused).toMatchObject({ frame: 2, refusal: { kind: 'forged-author' } });
    expect(ours.socket.readyState).toBe(WebSocket.OPEN);
    const stock = hall.socket('mallory', `/sync/${ID}`);
    await opened(stock);
    stock.send(updateFrame(update as Uint8Array));
    expect(await closeOf(stock)).toBe(4403);
  });

  test.each([
    ['an unknown frame type', Uint8Array.of(9, 1, 2), 4400],
    ['bytes left over', Uint8Array.of(...syncStep1Frame(Uint8Array.of(0)), 7), 4400],
    ['an update that is no update', updateFrame(Uint8Array.of(1, 2, 3)), 4400],
    ['seven bytes that declare 30 million structs', updateFrame(Uint8Array.of(1, 128, 135, 167, 14, 0, 0)), 4400],
    ['a state vector that is none', syncStep1Frame(Uint8Array.of(255, 255)), 4400],
  ])('[PR6] %s closes with the code for bad frames', async (_what, bytes, code) => {
    const socket = hall.socket('mallory', `/sync/${ID}`);
    await opened(socket);
    socket.send(bytes);
    expect(await closeOf(socket)).toBe(code);
  });

  test('[PR6] text closes with 4400, and 50 MB with 1009', async () => {
    const talker = hall.socket('mallory', `/sync/${ID}`);
    await opened(talker);
    talker.send('hello');
    expect(await closeOf(talker)).toBe(4400);
    const giant = hall.socket('mallory', `/sync/${ID}`);
    giant.on('error', () => {});
    await opened(giant);
    giant.send(Buffer.alloc(50 * 1024 * 1024));
    expect([1009, 1006]).toContain(await closeOf(giant));
  });

  test('[PR10] presence over 4 kB closes with 4413', async () => {
    const imran = hall.open('imran', ID);
    const closed = new Promise((resolve) =>
      imran.provider.on('connection-close', (event: { code: number } | null) => resolve(event?.code)),
    );
    await new Promise((resolve) => imran.provider.on('sync', resolve));
    imran.provider.awareness.setLocalStateField('cursor', 'x'.repeat(5000));
    expect(await closed).toBe(4413);
  });

  test('[PR11] who asks for the whole document again and again is closed with 4429', async () => {
    const socket = hall.socket('mallory', `/sync/${ID}`);
    await opened(socket);
    for (let i = 0; i < 60; i++) socket.send(syncStep1Frame(Uint8Array.of(0)));
    expect(await closeOf(socket)).toBe(4429);
  });
});

describe('reading', () => {
  test('[PR8] a reader that stops is cut off, and nobody else notices', async () => {
    const lazy = hall.socket('lazy', `/sync/${ID}`);
    await opened(lazy);
    lazy.send(syncStep1Frame(Uint8Array.of(0)));
    await new Promise((resolve) => lazy.once('message', resolve));
    lazy.pause();
    const imran = hall.open('imran', ID);
    const amina = new WireSocket(hall.socket('amina', `/sync/${ID}?client=77`, [SUBPROTOCOL]), new WireClient('priorities', 77));
    await amina.synced();
    let length = 0;
    while (!hall.counted.has('closes 1013')) {
      amina.type('x'.repeat(200_000));
      length += 200_000;
      await amina.allSaved();
      if (length >= 3_800_000) {
        amina.client.doc.getText('notes').delete(0, length);
        length = 0;
      }
    }
    await until(imran.doc, () => imran.doc.getText('notes').toString() === amina.client.notes());
    lazy.terminate();
  });
});

describe('ending', () => {
  test('[PR13] a session that ends closes its sockets with 4401, a removal with 4403', async () => {
    const amina = hall.socket('amina', `/sync/${ID}`);
    const imran = hall.socket('imran', `/sync/${ID}`);
    await Promise.all([opened(amina), opened(imran)]);
    imran.send(syncStep1Frame(Uint8Array.of(0)));
    await new Promise((resolve) => imran.once('message', resolve));
    const closes = Promise.all([closeOf(amina), closeOf(imran)]);
    hall.host.sessionEnded('session of amina');
    hall.town.standings.set('imran', null);
    hall.host.personChanged('imran' as never);
    expect(await closes).toEqual([4401, 4403]);
  });

  test('[PR14] a restart makes durable what has arrived, acknowledges it and closes with 1012', async () => {
    const amina = new WireSocket(hall.socket('amina', `/sync/${ID}?client=77`, [SUBPROTOCOL]), new WireClient('priorities', 77));
    await amina.synced();
    const closed = closeOf(amina.socket);
    amina.type('word ');
    await amina.allSaved();
    for (let i = 0; i < 50; i++) amina.type('word ');
    await hall.host.stop();
    expect(await closed).toBe(1012);
    const durable = new WireClient('priorities', 1);
    const stored = await log.load(ID);
    expect(stored?.snapshot?.seq).toBe(stored?.headSeq);
    durable.hear(updateFrame(stored?.snapshot?.update as Uint8Array));
    expect(durable.notes().length / 5).toBeGreaterThanOrEqual(amina.client.saved - 1);
  });
});
