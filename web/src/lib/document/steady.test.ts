import { expect, it } from 'vitest';
import { steady } from './steady.ts';

it('a list stays the very same while it says the same, and is what it says now when it does not', () => {
  const names = steady();
  const first = names(['Benches', 'Bins']);
  expect(names(['Benches', 'Bins'])).toBe(first);
  expect(names(['Bins', 'Benches'])).toEqual(['Bins', 'Benches']);
  expect(names(['Bins'])).toEqual(['Bins']);
  const out = steady();
  const taken = out([{ id: 'p_1', name: 'Benches' }]);
  expect(out([{ id: 'p_1', name: 'Benches' }])).toBe(taken);
  expect(out([{ id: 'p_1', name: 'Bench' }])).toEqual([{ id: 'p_1', name: 'Bench' }]);
  expect(out([])).toEqual([]);
});
