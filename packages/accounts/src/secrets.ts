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

/** 128 bits: as much as a QR code carries that a phone at the back of a hall can still read. */
export function randomShortToken(random: Random): string {
  return Buffer.from(random.bytes(16)).toString('base64url');
}

/** No two of these 27 look alike: no 0 and o, 1 and i and l, and of 2 z, 5 s, 8 b, v u only the first. */
const SPOKEN = '23456789acdefghjkmnpqrtvwxy';
const LOOK_ALIKES: Readonly<Record<string, string>> = { z: '2', s: '5', b: '8', u: 'v' };

/** A code to be typed in: eight characters, 38 bits. Guesses are counted, so that is plenty for hours. */
export function randomCode(random: Random): string {
  let code = '';
  while (code.length < 8) {
    for (const byte of random.bytes(16)) if (byte < 243 && code.length < 8) code += SPOKEN[byte % SPOKEN.length];
  }
  return code;
}

/** As people type it: capitals, spaces and hyphens do not matter, and a letter read for one like it is put right. */
export function normaliseCode(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/[zsbu]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
}
