/** Kills a real process with twenty writers in it, at random moments, and looks for what it had been promised. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { verifyLog } from '@ginnel/store/copy/verify';
import { openSqliteStore } from '@ginnel/store/sqlite/open';
import { seededRandom } from '@ginnel/testkit/seeded-random';

const ROUNDS = Number(process.env['GINNEL_KILL_ROUNDS'] ?? 20);
const SEED = Number(process.env['GINNEL_SEED'] ?? Date.now() % 1_000_000);

interface Promised {
  readonly document: string;
  readonly seq: number;
  readonly words: string;
}

test(
  `[ST1, ST9, ST16] ${ROUNDS} kills at random moments lose nothing that was acknowledged (GINNEL_SEED=${SEED})`,
  { timeout: 600_000 },
  async () => {
    const random = seededRandom(SEED);
    const folder = mkdtempSync(join(tmpdir(), 'ginnel-kill-'));
    const promised: Promised[] = [];
    const readyTimes: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { acknowledged, readyAfterMs } = await runAndKill(folder, 20 + random.int(400));
      readyTimes.push(readyAfterMs);
      promised.push(...acknowledged);
      await assertKept(folder, promised, round);
    }
    expect(promised.length).toBeGreaterThan(ROUNDS * 20);
    const usual = readyTimes.toSorted((a, b) => a - b)[ROUNDS >> 1]; // the slowest says more of the machine's other work
    expect(usual, 'milliseconds until it is ready again').toBeLessThan(3000);
    rmSync(folder, { recursive: true });
  },
);

async function assertKept(folder: string, promised: readonly Promised[], round: number): Promise<void> {
  const store = await openSqliteStore({ folder, foldAfterRows: 1_000_000 });
  expect((await verifyLog(store)).damaged).toEqual([]);
  const words = new Map<string, readonly string[]>();
  for (const document of new Set(promised.map((one) => one.document))) {
    const rows = await store.log.read(document as DocumentId, 0, Number.MAX_SAFE_INTEGER);
    const text = rows.map((row) => new TextDecoder().decode(row.update).replace(/~+$/, ''));
    expect(new Set(text).size, `round ${round}: ${document} holds nothing twice`).toBe(text.length);
    words.set(document, text);
  }
  const lost = promised.filter(({ document, seq, words: expected }) => words.get(document)?.[seq - 1] !== expected);
  expect(lost, `round ${round}`).toEqual([]);
  await store.close();
}

/** Kills the program once it has acknowledged `after` rows and a moment more, wherever it then is. */
async function runAndKill(folder: string, after: number): Promise<{ acknowledged: Promised[]; readyAfterMs: number }> {
  const program = new URL('./programs/many-writers.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    lines += chunk.filter((byte) => byte === 10).length;
    if (lines >= after) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  const [ready, ...acknowledged] = said
    .slice(0, said.lastIndexOf('\n'))
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  return { acknowledged: acknowledged as Promised[], readyAfterMs: (ready as { readyAfterMs: number }).readyAfterMs };
}
