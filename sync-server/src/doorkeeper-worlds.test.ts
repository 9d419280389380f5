import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@ginnel/store/open-store';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { expect, onTestFinished, test } from 'vitest';
import { worldsAgree } from './testing/worlds-agree.ts';

const SEED = Number(process.env['GINNEL_SEED'] ?? Date.now() % 1_000_000);

test(`who comes in, and as what, is what the rules say of all rows, in 100 random worlds (GINNEL_SEED=${SEED})`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-worlds-'));
  const store = await openStore({ folder });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const answers = await worldsAgree(store.db, { random: seededRandom(SEED), worlds: 100 });
  for (const [answer, times] of Object.entries(answers)) expect(times, answer).toBeGreaterThan(20);
});
