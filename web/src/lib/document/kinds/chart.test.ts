import { expect, it } from 'vitest';
import { marksOf, numberOf } from './chart.ts';

it('a figure is read as people write it', () => {
  expect(['1,240', '12.5 %', '£3,000', '34 of 100', '-2', 'many', '', 'about 7 of 10'].map(numberOf)).toEqual([
    1240,
    12.5,
    3000,
    34,
    -2,
    null,
    null,
    null,
  ]);
});

it('three figures stand on one line that starts at nought', () => {
  expect(marksOf({ baseline: '50', latest: '75', target: '100' })).toEqual([
    { of: 'baseline', at: 50 },
    { of: 'latest', at: 75 },
    { of: 'target', at: 100 },
  ]);
});

it('one figure alone is not drawn', () => {
  expect(marksOf({ baseline: '50', latest: 'not counted', target: '' })).toEqual([]);
});
