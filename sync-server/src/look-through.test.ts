import type { DocumentId } from '@ginnel/base/ids';
import { DamagedError, StorageError } from '@ginnel/store/ports/document-log';
import { expect, test } from 'vitest';
import { createLook } from './look-through.ts';

const LONG_MS = 5_000;

/** Each reading takes 3 ms. Short rests are over at once; a long one lasts until `wake`. */
function looking(documents: readonly string[], read: (documentId: string) => unknown) {
  let nowMs = 0;
  const happened: string[] = [];
  let sleeping = Promise.withResolvers<{ ms: number; wake(): void }>();
  const look = createLook({
    documents: () => Promise.resolve(documents as DocumentId[]),
    async verify(documentId) {
      happened.push(documentId);
      nowMs += 3;
      await read(documentId);
    },
    report: (what, error) => void happened.push(`${what}: ${String(error)}`),
    elapsedMs: () => nowMs,
    rest(ms, signal) {
      if (ms < LONG_MS) {
        if (signal.aborted) return Promise.reject(signal.reason as Error);
        if (ms > 0) happened.push(`${ms} ms`);
        return Promise.resolve();
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      sleeping.resolve({ ms, wake: resolve });
      return promise;
    },
  });
  return {
    look,
    happened,
    async asleep() {
      const slept = await sleeping.promise;
      sleeping = Promise.withResolvers();
      return slept;
    },
  };
}

test('[ST22] documents are read one after another, with rests of nineteen times the work; a damaged one is named once, and looked at again', async () => {
  let isDamaged = true;
  const { look, happened, asleep } = looking(['a', 'b', 'c'], (documentId) => {
    if (documentId === 'b' && isDamaged) throw new DamagedError('row 2');
  });
  expect([look.isOver(), happened]).toEqual([false, []]);
  look.begin();
  const first = await asleep();
  expect(first.ms).toBe(60_000);
  expect(look.isOver()).toBe(true);
  expect(happened).toEqual(['a', '57 ms', 'b', 'document b is damaged: DamagedError: row 2', '57 ms', 'c']);
  first.wake();
  const second = await asleep();
  isDamaged = false;
  second.wake();
  await expect.poll(() => happened.slice(6)).toEqual(['b', 'b']);
  await look.stop();
});

test('[ST22] a document that cannot be read now is not yet looked at: it is waited for, and not called damaged', async () => {
  let isAway = true;
  const { look, happened, asleep } = looking(['a', 'b'], () => {
    if (isAway) throw new StorageError('away');
  });
  look.begin();
  const [first, second] = [await asleep(), happened.length];
  expect([first.ms, second]).toEqual([5_000, 1]);
  isAway = false;
  first.wake();
  const third = await asleep();
  expect([third.ms, look.isOver()]).toEqual([60_000, false]);
  third.wake();
  await expect.poll(() => look.isOver()).toBe(true);
  expect(happened).toEqual(['a', 'b', 'a']);
});

test('[ST22] when the server stops nothing more is read', async () => {
  const reading = Promise.withResolvers<void>();
  const { look, happened } = looking(['a', 'b'], () => reading.promise);
  look.begin();
  await expect.poll(() => happened).toEqual(['a']);
  const stopped = look.stop();
  reading.resolve();
  await stopped;
  expect([happened, look.isOver()]).toEqual([['a'], false]);
});
