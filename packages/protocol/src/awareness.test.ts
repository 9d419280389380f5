import { expect, test } from 'vitest';
import { readAwareness, writeAwareness } from './awareness.ts';

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
// What y-protocols 1.0.7 writes for client 300 with clock 2 and the state {"a":1}, and client 5 gone at clock 9.
const GOLDEN = Uint8Array.of(2, 172, 2, 2, 7, 123, 34, 97, 34, 58, 49, 125, 5, 9, 4, 110, 117, 108, 108);

test('[PR12] presence is written and read as y-protocols does', () => {
  const entries = [
    { clientId: 300, clock: 2, state: json({ a: 1 }) },
    { clientId: 5, clock: 9, state: json(null) },
  ];
  expect(writeAwareness(entries)).toEqual(GOLDEN);
  expect(readAwareness(GOLDEN)).toEqual(entries);
});

test('[PR12] truncated or padded presence is not read', () => {
  for (let length = 0; length < GOLDEN.length; length++) expect(readAwareness(GOLDEN.slice(0, length))).toBeNull();
  expect(readAwareness(Uint8Array.of(...GOLDEN, 0))).toBeNull();
  expect(readAwareness(Uint8Array.of(255, 255, 255, 255, 15))).toBeNull();
});
