/** The two things that a pure engine may not reach for by itself. */

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  nowMs(): number;
}

export interface Random {
  /** `length` random bytes, cryptographically strong outside tests. */
  bytes(length: number): Uint8Array;
}

const ID_ALPHABET = '0123456789abcdefghijkmnpqrstvwxyz'; // no l, o, u: ids are read aloud

/** A random id of `length` characters; 16 of them carry 80 bits. */
export function randomId(random: Random, length = 16): string {
  const bytes = random.bytes(length);
  let id = '';
  for (const byte of bytes) id += ID_ALPHABET[byte & 31];
  return id;
}

/** A random Yjs clientID of 53 bits (ours are wider than the 32 that Yjs draws, so that they never clash by chance). */
export function randomClientId(random: Random): number {
  const bytes = random.bytes(7);
  let id = (bytes[0] ?? 0) & 0x1f;
  for (let i = 1; i < 7; i++) id = id * 256 + (bytes[i] ?? 0);
  return id;
}
