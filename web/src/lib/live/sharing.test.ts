import { expect, test } from 'vitest';
import { sharing } from './sharing.ts';

const entry = (id: string, title: string) => ({ id, title, why: [{ type: 'paragraph', content: [{ type: 'text', text: title }] }] });

test('what says the same is the very same', () => {
  const before = { priorities: [entry('a', 'Lamps'), entry('b', 'Benches')], notes: '' };
  expect(sharing(before, structuredClone(before))).toBe(before);
});

test('of what has changed, the rest is the very same', () => {
  const before = { priorities: [entry('a', 'Lamps'), entry('b', 'Benches')], notes: '' };
  const now = { priorities: [entry('a', 'Lamps'), entry('b', 'More benches')], notes: '' };
  const shared = sharing(before, structuredClone(now));
  expect(shared).toEqual(now);
  expect(shared.priorities[0]).toBe(before.priorities[0]);
  expect(shared.priorities[1]).not.toBe(before.priorities[1]);
});

test('entries that moved are known by their ids', () => {
  const before = [entry('a', 'Lamps'), entry('b', 'Benches'), entry('c', 'Bins')];
  const shared = sharing(before, structuredClone([before[2], before[0]]));
  expect(shared).toEqual([before[2], before[0]]);
  expect(shared[0]).toBe(before[2]);
  expect(shared[1]).toBe(before[0]);
});

test('it equals what there is now, whatever there was before', () => {
  const values = [
    null,
    0,
    '',
    'a',
    [],
    [1],
    [null],
    {},
    { a: undefined },
    { a: 1 },
    { a: [1] },
    { b: 1 },
    [{ id: 'a' }],
    [{ id: 'a', n: 1 }],
  ];
  for (const before of values) for (const now of values) expect(sharing(before, now)).toStrictEqual(now);
});
