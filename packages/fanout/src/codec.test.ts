import { expect, test } from 'vitest';
import { decodeHints, encodeHints, MAX_MESSAGE_BYTES } from './codec.ts';
import { hint } from './contract/hints.ts';

test('[FO1] what is encoded is decoded, in as many messages as PostgreSQL’s limit asks for', () => {
  const hints = Array.from({ length: 2000 }, (_, i) => hint(`k3v9x0q2m4t7w8z${i}`, 2 ** 53 - 1 - i));
  const messages = encodeHints('node-1', hints);
  expect(messages.length).toBeGreaterThan(5);
  for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  expect(messages.flatMap((message) => decodeHints(message).hints)).toEqual(hints);
  expect(new Set(messages.map((message) => decodeHints(message).node))).toEqual(new Set(['node-1']));
  expect(encodeHints('node-1', [])).toEqual([]);
});

test('[FO6] lines that are no hints are passed over, and those beside them are heard', () => {
  expect(decodeHints('n\nd1\nd1 -1\nd1 1.5\n 4\nd2 99999999999999999\nd3 5\nd1 0x10\n__proto__ 2').hints).toEqual([
    hint('d3', 5),
    hint('__proto__', 2),
  ]);
  for (const message of ['', '\n', '\n\n\n', 'n', '{"a":1}', 'x'.repeat(100_000)]) expect(decodeHints(message).hints).toEqual([]);
});
