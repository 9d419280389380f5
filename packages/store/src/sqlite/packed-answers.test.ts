import { expect, test } from 'vitest';
import type { Appended } from '../ports/document-log.ts';
import { packAnswers, unpackAnswers } from './packed-answers.ts';

test('[ST3] every answer comes back as it was given, in order', () => {
  const every: readonly Appended[] = [
    { outcome: 'durable', headSeq: 0 },
    { outcome: 'durable', headSeq: 2 ** 53 - 1 },
    { outcome: 'rights-moved' },
    { outcome: 'behind' },
    { outcome: 'epoch-over' },
    { outcome: 'lease-taken', clientId: 2 ** 53 - 1 },
    { outcome: 'lease-taken', clientId: 0 },
    { outcome: 'no-such-document' },
  ];
  for (const appended of [[], every, every.toReversed(), [...every, ...every]]) {
    expect(unpackAnswers(structuredClone(packAnswers(appended)))).toEqual(appended);
  }
});

test('an answer that is none of the list is a bug, never taken for durable', () => {
  for (const packed of [[6, 0], [-1, 0], [0.5, 0], [0]]) expect(() => unpackAnswers(packed)).toThrow('Broken invariant');
});
