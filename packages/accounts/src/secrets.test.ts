import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { normaliseCode, randomCode, randomShortToken } from './secrets.ts';

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };

describe('a spoken code', () => {
  it('is found however it is typed: capitals, spaces, dashes of any kind, and letters read for ones like them', () => {
    for (const typed of ['k7mp-25vx', 'K7MP 25VX', ' k7 mp–25 vx.', 'k7mp-z5vx', 'K7MPZSUX']) expect(normaliseCode(typed)).toBe('k7mp25vx');
    expect(normaliseCode('8b8b-b8b8')).toBe('88888888');
  });

  it('has eight characters of which no two look alike, and is its own plain form', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const code = randomCode(random);
      expect(code).toMatch(/^[2-9ac-hjkmnp-rtv-y]{8}$/);
      expect(normaliseCode(code)).toBe(code);
      for (const letter of code) seen.add(letter);
    }
    expect(seen.size).toBe(27);
  });
});

describe('the secret of a QR code', () => {
  it('has 128 bits', () => {
    expect(randomShortToken(random)).toMatch(/^[\w-]{22}$/);
  });
});
