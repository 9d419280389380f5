import { EventEmitter } from 'node:events';
import { Duplex } from 'node:stream';
import type { DocumentId } from '@ginnel/base/ids';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Connection, joining, MAX_UNSENT_BYTES } from './connection.ts';
import { SavedPace } from './saved-pace.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

class FakeSocket extends EventEmitter {
  readonly readyState = WebSocket.OPEN;
  pause = (): undefined => undefined;
  resume = (): undefined => undefined;
  close = (): undefined => undefined;
  terminate = (): undefined => undefined;
}

class Line extends Duplex {
  /** What each system call would have sent, as numbers without the frames' headers. */
  readonly written: number[][] = [];
  /** Whether its reader reads. */
  isRead = true;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push([...chunk].filter((byte) => byte > 2 && byte < 0x80));
    if (this.isRead) done();
  }
  override _read(): void {}
}

const NEWS = Buffer.of(99);

/** A writer; `saved` is what is said when its edits up to this one are durable. */
function writing(): { line: Line; connection: Connection; waited: number[]; saved: (upTo: number, waitedMs?: number) => void } {
  const line = new Line();
  const waited: number[] = [];
  const around = {
    note: () => undefined,
    pace: new SavedPace(),
    saved: (waitedMs: number) => waited.push(Math.round(waitedMs)),
    tooSlow: () => undefined,
  };
  const connection = new Connection(1, 'd1' as DocumentId, new FakeSocket() as unknown as WebSocket, line, around);
  const saved = (upTo: number, waitedMs = 0): void => {
    connection.acknowledge(Uint8Array.of(upTo), waitedMs);
    connection.settle();
  };
  return { line, connection, waited, saved };
}

test('[PR4] after a quiet moment "saved" is said at once', async () => {
  const { line, saved } = writing();
  saved(10);
  await vi.advanceTimersByTimeAsync(400);
  saved(11);
  expect(line.written).toEqual([[10], [11]]);
});

test('[PR4] who goes on is told what is durable by then, within 400 ms of the first edit in it', async () => {
  const { line, waited, saved } = writing();
  saved(10, 5);
  for (let frame = 11; frame < 21; frame++) {
    await vi.advanceTimersByTimeAsync(100);
    saved(frame, 20);
  }
  await vi.advanceTimersByTimeAsync(1000);
  const told = line.written.flat();
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect([told[0], told.at(-1)]).toEqual([10, 20]);
  expect(told.length).toBeLessThanOrEqual(5);
  expect(Math.max(...waited)).toBeLessThanOrEqual(400);
});

test('[PR4] who stops is told within 400 ms, and once', async () => {
  const { line, saved } = writing();
  saved(10);
  saved(11);
  await vi.advanceTimersByTimeAsync(300);
  expect(line.written).toEqual([[10]]);
  await vi.advanceTimersByTimeAsync(100);
  expect(line.written).toEqual([[10], [11]]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(line.written).toHaveLength(2);
});

test('[PR4] who waits for "saved" before going on is found out, and seldom kept waiting; who types is not taken for one', async () => {
  const waiter = writing();
  const startMs = performance.now();
  for (let i = 0; i < 100; i++) {
    waiter.saved(10);
    while (waiter.line.written.length <= i) await vi.advanceTimersByTimeAsync(10);
  }
  expect(performance.now() - startMs).toBeLessThan(8 * 400);
  const typist = writing();
  for (let i = 0; i < 100; i++) {
    typist.saved(10);
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(typist.line.written.length).toBeLessThan(55);
});

test('[PR4] an edit whose commit took longer than that is acknowledged as soon as it is durable', () => {
  const { line, saved } = writing();
  saved(10);
  saved(11, 400);
  expect(line.written).toEqual([[10], [11]]);
});

test('[PR4] what is owed goes with whatever is said next, in one system call and before it', () => {
  const { line, connection, saved } = writing();
  saved(10);
  saved(11);
  connection.write(NEWS, { isAnswer: false });
  saved(12);
  connection.gather();
  connection.write(NEWS, { isAnswer: false });
  connection.write(NEWS, { isAnswer: false });
  connection.release(joining());
  connection.settle();
  expect(line.written).toEqual([[10], [11, 99], [12, 99, 99]]);
});

test('[PR4] what is owed goes before the goodbye', () => {
  const { line, connection, saved } = writing();
  saved(10);
  saved(11);
  connection.close(4401, 'signed-out');
  expect(line.written).toEqual([[10], [11]]);
});

test('[PR4, PR8] who has been cut off, or has gone, is owed nothing; who never reads is cut off by "saved" as by anything', async () => {
  const { line, connection, saved } = writing();
  line.isRead = false;
  saved(10);
  connection.write(Buffer.alloc(MAX_UNSENT_BYTES), { isAnswer: false });
  const end = vi.spyOn(line, 'end');
  saved(11);
  await vi.advanceTimersByTimeAsync(400);
  expect(end).toHaveBeenCalledOnce();
  const gone = writing();
  gone.saved(10);
  gone.saved(11);
  gone.connection.forget();
  await vi.advanceTimersByTimeAsync(1000);
  expect(gone.line.written).toEqual([[10]]);
});
