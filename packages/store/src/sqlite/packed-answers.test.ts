import { expect, test } from 'vitest';
import type { Appended } from '../ports/document-log.ts';
import { packAnswers, unpackAnswers, type Answer } from './packed-answers.ts';

const EVERY: readonly Appended[] = [
  { outcome: 'durable', headSeq: 0 },
  { outcome: 'durable', headSeq: 2 ** 53 - 1 },
  { outcome: 'rights-moved' },
  { outcome: 'behind' },
  { outcome: 'epoch-over' },
  { outcome: 'lease-taken', clientId: 2 ** 53 - 1 },
  { outcome: 'lease-taken', clientId: 0 },
  { outcome: 'no-such-document' },
];

test('[ST3] every answer comes back as it was given, in order', () => {
  const one = (id: number, appended: readonly Appended[]): Answer => ({ id, appended });
  for (const answers of [[], [one(1, [])], [one(1, EVERY)], [one(2 ** 40, EVERY.toReversed()), one(3, []), one(4, [...EVERY, ...EVERY])]]) {
    expect(unpackAnswers(structuredClone(packAnswers(answers)))).toEqual(answers);
  }
});

test('what is no whole answer, or none of the list, is a bug, and never taken for durable', () => {
  for (const numbers of [[1], [1, 1], [1, 1, 0], [1, 1, 6, 0], [1, 1, -1, 0], [1, 1, 0.5, 0], [1, 2, 0, 7]]) {
    expect(() => unpackAnswers(Float64Array.from(numbers))).toThrow('Broken invariant');
  }
});
