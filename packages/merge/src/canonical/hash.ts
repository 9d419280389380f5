/** A stable hash of meaning: the same for every replica and every release that writes the same content. */
import { digest } from 'lib0/hash/sha256';

/** SHA-256, in lower-case hexadecimal, of canonical JSON: keys sorted, no white space. */
export function meaningHash(content: unknown): string {
  const bytes = digest(new TextEncoder().encode(canonicalJson(content)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** JSON with sorted keys and no white space (RFC 8785 for the strings, numbers and booleans that content holds). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
