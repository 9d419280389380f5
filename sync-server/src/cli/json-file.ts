/** Files that an earlier command wrote. */
import { readFileSync } from 'node:fs';

/**
 * @param what  what it should be, for the sentence: `an exported audit`
 * Throws with a sentence when there is no such file, or when it holds anything but a JSON object.
 */
export function readJson<T extends object>(file: string, what: string): Partial<T> {
  const text = readFileSync(file, 'utf8');
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null) return read as Partial<T>;
  } catch {
    // Said below, as for any other file that is something else.
  }
  throw new Error(`${file} is not ${what}.`);
}
