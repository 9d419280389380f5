/** Reads every byte of a folder and every answer of a server, and looks for words however they may be written. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A word in UTF-8 (which JSON leaves as it is for letters, digits and `-`), and in UTF-16 of both byte orders. */
export function waysToWrite(word: string): Buffer[] {
  const little = Buffer.from(word, 'utf16le');
  return [Buffer.from(word, 'utf8'), little, Buffer.from(little).swap16()];
}

/** The files in a folder that hold any of the words, with how often. */
export function filesWith(folder: string, words: readonly string[]): ReadonlyMap<string, number> {
  const needles = words.flatMap(waysToWrite);
  const found = new Map<string, number>();
  for (const name of existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []) {
    const file = join(folder, name);
    if (!statSync(file).isFile()) continue;
    const bytes = readFileSync(file);
    const hits = needles.reduce((sum, needle) => sum + timesIn(bytes, needle), 0);
    if (hits > 0) found.set(name, hits);
  }
  return found;
}

/** The addresses whose answers hold any of the words. */
export async function answersWith(
  words: readonly string[],
  ask: () => AsyncIterable<readonly [address: string, body: Buffer]>,
): Promise<string[]> {
  const needles = words.flatMap(waysToWrite);
  const found: string[] = [];
  for await (const [address, body] of ask()) if (needles.some((needle) => body.includes(needle))) found.push(address);
  return found;
}

function timesIn(bytes: Buffer, needle: Buffer): number {
  let times = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) times++;
  return times;
}
