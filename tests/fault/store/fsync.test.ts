/** Counts the fsyncs of a real process: what is called durable is on the disk before it is called so. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemProgram } from '@ginnel/testkit/services/system-program';

const folder = mkdtempSync(join(tmpdir(), 'ginnel-fsync-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 40;

test('[ST1] between every two answers an fsync of the log has returned, in every thread and on every connection', () => {
  const gaps = fsyncsBeforeEachWord([]);
  expect(gaps.map(({ word }) => word)).toEqual([
    ...Array.from({ length: ROWS }, (_, n) => `durable ${n}`),
    'decided',
    'gathered',
    'together',
  ]);
  for (const { word, fsyncs } of gaps) expect(fsyncs, word).toBeGreaterThanOrEqual(1);
});

test('[ST6] many who write at once share their fsyncs', () => {
  const together = fsyncsBeforeEachWord([]).find(({ word }) => word === 'together');
  expect(together?.fsyncs).toBeLessThanOrEqual(ROWS / 4);
});

test('[ST1] the count sees the difference: SQLite’s default in WAL mode answers without an fsync', () => {
  const gaps = fsyncsBeforeEachWord(['normal']);
  expect(gaps.length).toBe(ROWS);
  expect(gaps.filter(({ fsyncs }) => fsyncs > 0).length).toBeLessThan(5);
});

/** For each word that the program says after `ready`: how many fsyncs had returned since the word before. */
function fsyncsBeforeEachWord(extra: readonly string[]): { word: string; fsyncs: number }[] {
  const trace = join(folder, `trace-${extra.length}`);
  const program = new URL('./programs/append.ts', import.meta.url).pathname;
  const tracing = ['-f', '-qq', '-e', 'trace=fsync,fdatasync,write', '-o', trace];
  execFileSync(systemProgram('strace', 'strace'), [...tracing, process.execPath, program, folder, String(ROWS), ...extra], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 300_000,
  });
  const gaps: { word: string; fsyncs: number }[] = [];
  let fsyncs = -Infinity; // until `ready`
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    const word = /write\(1, "(ready|durable \d+|decided|gathered|together)\\n"/.exec(line)?.[1];
    if (word === 'ready') fsyncs = 0;
    else if (word !== undefined) {
      gaps.push({ word, fsyncs });
      fsyncs = 0;
    } else if (/f(?:data)?sync(?:\(\d+\)| resumed>\)) += 0/.test(line)) fsyncs++;
  }
  return gaps;
}
