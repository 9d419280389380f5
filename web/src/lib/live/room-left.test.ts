import { expect, it } from 'vitest';
import { lettersTooMany } from './room-left.ts';

const field = { value: 'mill lane', selectionStart: 5, selectionEnd: 9 };

it('what is chosen makes room, line ends count once, and without a limit everything fits', () => {
  expect(lettersTooMany(field, 'road', 9)).toBe(0);
  expect(lettersTooMany(field, 'roads', 9)).toBe(1);
  expect(lettersTooMany(field, 'a\r\nbc', 9)).toBe(0);
  expect(lettersTooMany(field, 'a'.repeat(100_000), Infinity)).toBe(0);
});
