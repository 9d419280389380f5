import { expect, test } from 'vitest';
import { ginnelFrame, savedFrame } from './frames.ts';

test('[PR4] "saved" is byte for byte the message that every other writer of messages would make', () => {
  for (const number of [0, 1, 9, 10, 99_999, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
    for (const frames of [1, 42, Number.MAX_SAFE_INTEGER])
      expect(savedFrame(number, number, frames)).toEqual(ginnelFrame({ type: 'saved', epoch: number, seq: number, frames }));
  }
});
