import type { DocumentId } from '@ginnel/base/ids';
import { StorageError, type Append, type Appended } from '@ginnel/store/ports/document-log';
import { createMemoryLog } from '@ginnel/store/memory/log';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Flusher, type Windowed } from './flusher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const append = (id: string): Append => ({ documentId: id as DocumentId, epoch: 1, rightsVersion: 1, baseSeq: 0, rows: [], leases: [] });

/** A room that always has one more append to make, and people to show a moment later. */
class Busy implements Windowed {
  flushAtMs: number | null = 0;
  readonly heard: string[] = [];
  readonly #append: Append;
  readonly #flusher: () => Flusher;

  constructor(id: string, flusher: () => Flusher) {
    this.#append = append(id);
    this.#flusher = flusher;
  }

  endWindow(): Append {
    this.flushAtMs = Date.now() + 10;
    this.#flusher().note(this);
    return this.#append;
  }

  feed({ type }: { readonly type: string }): void {
    this.heard.push(type);
  }
}

test('[RM4] while one append is under way no other is made, whatever falls due meanwhile', async () => {
  const asked: PromiseWithResolvers<readonly Appended[]>[] = [];
  const log = {
    ...createMemoryLog(),
    append: () => {
      const answer = Promise.withResolvers<readonly Appended[]>();
      asked.push(answer);
      return answer.promise;
    },
  };
  const metrics = { count: () => undefined, observe: () => undefined };
  const flusher: Flusher = new Flusher({ log, clock: { nowMs: () => Date.now() }, metrics, hints: null, report: () => undefined });
  const first = new Busy('d1', () => flusher);
  const second = new Busy('d2', () => flusher);
  flusher.note(first);
  await vi.advanceTimersByTimeAsync(5);
  expect(asked).toHaveLength(1);
  flusher.note(second);
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toHaveLength(1);
  expect(flusher.isIdle).toBe(false);
  asked[0]?.reject(new StorageError('full'));
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toHaveLength(2);
  expect([first.heard, second.heard]).toEqual([['append-failed'], []]);
  flusher.stop();
});
