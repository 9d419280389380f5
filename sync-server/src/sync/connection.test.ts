import { EventEmitter } from 'node:events';
import { Duplex } from 'node:stream';
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Connection, LARGE_ANSWER_BYTES, MAX_UNSENT_ANSWER_BYTES, MAX_UNSENT_BYTES } from './connection.ts';
import { SavedPace } from './saved-pace.ts';

class FakeSocket extends EventEmitter {
  readonly readyState = WebSocket.OPEN;
  readonly done: string[] = [];
  pause = (): unknown => this.done.push('pause');
  resume = (): unknown => this.done.push('resume');
  close = (code: number): unknown => this.done.push(`close ${code}`);
  terminate = (): unknown => this.done.push('terminate');
}

/** A line on which nothing moves. */
class Stuck extends Duplex {
  readonly written: Buffer[] = [];
  override _write(chunk: Buffer): void {
    this.written.push(chunk);
  }
  override _read(): void {}
}

function connected(): { socket: FakeSocket; stream: Stuck; connection: Connection } {
  const socket = new FakeSocket();
  const stream = new Stuck();
  const around = { note: () => undefined, pace: new SavedPace(), saved: () => undefined, tooSlow: () => socket.done.push('too slow') };
  return { socket, stream, connection: new Connection(1, 'd1' as DocumentId, socket as unknown as WebSocket, stream, around) };
}

test('[PR9] who is silent is called, and gone when there is no answer', () => {
  const { socket, stream, connection } = connected();
  connection.callOut();
  expect(stream.written).toEqual([]); // they may have come a moment ago
  connection.callOut();
  expect(stream.written).toEqual([Buffer.of(0x89, 0)]);
  connection.callOut();
  expect(socket.done).toEqual(['terminate']);
});

test('[PR9] who answers, or writes, stays', () => {
  const { socket, connection } = connected();
  connection.callOut();
  connection.callOut();
  socket.emit('pong');
  connection.callOut();
  socket.emit('message', Buffer.of(1));
  connection.callOut();
  connection.callOut();
  expect(socket.done).toEqual([]);
});

test('[PR9] who is in the middle of a long message cannot answer, and stays as long as it comes', () => {
  const { socket, stream, connection } = connected();
  for (let i = 0; i < 10; i++) {
    connection.callOut();
    stream.emit('data', Buffer.alloc(100));
  }
  expect(socket.done).toEqual([]);
});

test('[PR8] unsent broadcasts beyond the bound cut a reader off, an answer that it asked for does not', () => {
  const { socket, connection } = connected();
  const large = Buffer.alloc(MAX_UNSENT_BYTES + 1);
  connection.write(large, { isAnswer: true });
  connection.write(Buffer.alloc(10), { isAnswer: false });
  connection.write(Buffer.alloc(MAX_UNSENT_BYTES), { isAnswer: false });
  expect(socket.done).toEqual([]);
  connection.write(Buffer.alloc(10), { isAnswer: false });
  expect(socket.done).toEqual(['too slow', 'close 1013']);
});

test('[PR16] a newcomer who says nothing is closed at the third look, one who speaks is left alone', () => {
  const silent = connected();
  const heard = connected();
  heard.socket.emit('message', Buffer.of(0));
  expect(heard.connection.isSettledNewcomer()).toBe(true);
  expect([1, 2, 3].map(() => silent.connection.isSettledNewcomer())).toEqual([false, false, true]);
  expect([heard.socket.done, silent.socket.done]).toEqual([[], ['close 1013']]);
});

test('[PR8] who asks for more while 8 MiB of answers wait to be read is cut off; one answer may be larger', () => {
  const { socket, connection } = connected();
  const whole = Buffer.alloc(MAX_UNSENT_ANSWER_BYTES + 1);
  connection.write(whole, { isAnswer: true });
  connection.write(Buffer.alloc(20), { isAnswer: true });
  expect(socket.done).toEqual([]);
  connection.write(whole, { isAnswer: true });
  expect(socket.done).toEqual(['too slow', 'close 1013']);
});

test('[PR2] who is turned away is told, and nothing more is read or kept of them', async () => {
  const { socket, stream, connection } = connected();
  let parsed = 0;
  stream.on('data', () => (parsed += 1));
  socket.emit('message', Buffer.alloc(10), true);
  connection.close(4401, 'signed-out');
  for (let i = 0; i < 3; i++) stream.push(Buffer.alloc(1_000_000));
  socket.emit('message', Buffer.alloc(10), true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(socket.done).toEqual(['close 4401']);
  expect(parsed).toBe(0);
  expect(stream.readableLength).toBe(0);
  expect(stream.writableEnded).toBe(true);
  expect(connection.isAtTheDoor).toBe(false);
});

test('what comes before somebody is let in is heard when they are, in order, and answered in one', async () => {
  const { socket, stream, connection } = connected();
  const heard: number[] = [];
  socket.emit('message', Buffer.of(1), true);
  socket.emit('message', Buffer.of(2), true);
  expect(connection.isAtTheDoor).toBe(true);
  connection.letIn({ sessionId: 's', person: { id: 'ben' as PersonId, name: 'Ben', demo: false }, capacities: [] }, (data) => {
    heard.push(data[0] as number);
    connection.write(data, { isAnswer: true });
  });
  socket.emit('message', Buffer.of(3), true);
  expect(heard).toEqual([1, 2, 3]);
  expect(stream.written).toEqual([]);
  await new Promise((resolve) => process.nextTick(resolve));
  expect(stream.written).toEqual([Buffer.of(1, 2, 3)]);
});

test('[PR8] answers that wait to go as one count as unsent: a newcomer’s first breath asks for no more than any other', () => {
  const { socket, stream, connection } = connected();
  const half = Buffer.alloc(MAX_UNSENT_ANSWER_BYTES / 2 + 1);
  socket.emit('message', Buffer.of(0), true);
  for (let i = 0; i < 2; i++) connection.write(half, { isAnswer: true });
  expect(socket.done).toEqual([]);
  connection.write(half, { isAnswer: true });
  expect(socket.done).toEqual(['too slow', 'close 1013']);
  expect(stream.writableLength).toBe(2 * half.length);
});

test('[PR18] what has come of a message counts until all of it has, and what was asked for until it is read', () => {
  const { socket, stream, connection } = connected();
  stream.emit('data', Buffer.alloc(60_000));
  stream.emit('data', Buffer.alloc(60_000));
  expect(connection.ownBytes).toBeGreaterThanOrEqual(120_000);
  socket.emit('message', Buffer.alloc(10), true);
  expect(connection.ownBytes).toBe(0);
  const [large, small] = [Buffer.alloc(LARGE_ANSWER_BYTES), Buffer.alloc(1000)];
  connection.write(large, { isAnswer: true });
  connection.write(small, { isAnswer: true });
  connection.write(Buffer.alloc(5000), { isAnswer: false }); // shared with all the others
  expect([connection.ownBytes, connection.unsent]).toEqual([1000, [large]]);
  connection.release(Buffer.concat);
  expect([connection.ownBytes, connection.unsent]).toEqual([1000, [large]]);
  expect(connection.cutOff(1013, 'too-much')).toBe(true);
  expect(socket.done).toEqual(['close 1013', 'terminate']);
  expect([connection.ownBytes, connection.unsent]).toEqual([0, []]);
});

test('[PR18] large messages that were sent are forgotten, also of a reader who is always a little behind', () => {
  const { stream, connection } = connected();
  let unsent = 0;
  Object.defineProperty(stream, 'writableLength', { get: () => unsent });
  for (let i = 0; i < 50; i++) {
    connection.write(Buffer.alloc(LARGE_ANSWER_BYTES), { isAnswer: false });
    unsent = LARGE_ANSWER_BYTES * 1.5;
    expect(connection.unsent.length).toBe(1);
  }
  unsent = 0;
  expect(connection.unsent).toEqual([]);
});

test('[PR18] what was held of a message that never ended is free when the socket has closed; bytes of whole messages are kept', () => {
  const { socket, stream, connection } = connected();
  const pieces = Array.from({ length: 4 }, () => Buffer.from(new ArrayBuffer(10_000)));
  const [whole, ended, first, second] = pieces as [Buffer, Buffer, Buffer, Buffer];
  stream.emit('data', whole);
  socket.emit('message', Buffer.concat([whole, ended]), true); // ws tells it within the piece that ends it
  stream.emit('data', ended);
  stream.emit('data', first);
  stream.emit('data', second);
  connection.cutOff(1013, 'too-much');
  expect(pieces.map(({ buffer }) => buffer.byteLength)).toEqual([10_000, 10_000, 10_000, 10_000]);
  connection.forget();
  expect(pieces.map(({ buffer }) => buffer.byteLength)).toEqual([10_000, 10_000, 0, 0]);
});
