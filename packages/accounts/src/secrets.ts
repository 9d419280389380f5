/** Secrets that people and browsers hold, and the hashes of them that we keep. A secret is never stored and never logged. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '@ginnel/base/ports';

/** SHA-256 in hexadecimal. Enough for secrets of 128 bits and more; never for passwords, which we do not have. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** 256 bits, safe in a URL. */
export function randomToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

const SPOKEN = '23456789abcdefghjkmnpqrstvwxyz'; // 30 characters: no 0, 1, i, l, o, u

/** A code to be typed in: eight characters, 39 bits. Guesses are counted, so that is plenty for minutes. */
export function randomCode(random: Random): string {
  let code = '';
  while (code.length < 8) {
    for (const byte of random.bytes(16)) if (byte < 240 && code.length < 8) code += SPOKEN[byte % 30];
  }
  return code;
}

/** As people type it: capitals, spaces and hyphens do not matter. */
export function normaliseCode(typed: string): string {
  return typed.toLowerCase().replace(/[\s-]/g, '');
}
