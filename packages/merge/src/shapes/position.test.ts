import { generateKeyBetween } from 'fractional-indexing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPosition } from './position.ts';

describe('isPosition', () => {
  it('takes every key that the library makes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 60 }), (places) => {
        const keys: string[] = [];
        for (const place of places) {
          const at = place % (keys.length + 1);
          keys.splice(at, 0, generateKeyBetween(keys[at - 1] ?? null, keys[at] ?? null));
        }
        return keys.every(isPosition);
      }),
    );
  });

  it('takes no key that the library cannot build on', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'Z', 'A', '0', '1', 'V', '~', ' ') }), (key) => {
        if (!isPosition(key)) return;
        expect(generateKeyBetween(key, null) > key).toBe(true);
        expect(generateKeyBetween(null, key) < key).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['', 'a', 'a00', 'b0', '__proto__', 'A00000000000000000000000000'])('refuses %j', (key) => {
    expect(isPosition(key)).toBe(false);
  });
});
