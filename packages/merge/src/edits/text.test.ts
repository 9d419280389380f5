import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spliceBetween } from './text.ts';

describe('spliceBetween', () => {
  it('gives a splice that turns one text into the other, wherever the caret is', () => {
    const words = fc.array(fc.constantFrom('a', 'b', ' ', '👋', 'é', '\n'), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(words, words, fc.nat(40), (previous, next, caret) => {
        const change = spliceBetween(previous, next, Math.min(caret, next.length));
        if (change === null) return previous === next;
        return previous.slice(0, change.at) + change.insert + previous.slice(change.at + change.remove) === next;
      }),
      { numRuns: 2000 },
    );
  });

  it('puts a repeated letter where the caret is', () => {
    expect(spliceBetween('aaaa', 'aaaaa', 2)).toEqual({ at: 1, remove: 0, insert: 'a' });
  });

  it('puts a forward delete where the caret is', () => {
    expect(spliceBetween('aaaa', 'aaa', 1)).toEqual({ at: 1, remove: 1, insert: '' });
  });

  it('never splits a surrogate pair', () => {
    expect(spliceBetween('👋', '👍', 2)).toEqual({ at: 0, remove: 2, insert: '👍' });
  });
});
