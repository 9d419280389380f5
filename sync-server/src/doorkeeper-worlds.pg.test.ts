import { openStore } from '@ginnel/store/open-store';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { startPostgres } from '@ginnel/testkit/services/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { worldsAgree } from './testing/worlds-agree.ts';

const SEED = Number(process.env['GINNEL_SEED'] ?? Date.now() % 1_000_000);

test(`the same on PostgreSQL, in 40 random worlds (GINNEL_SEED=${SEED})`, { timeout: 300_000 }, async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const store = await openStore({ folder: '', databaseUrl: postgres.createDatabase() });
  onTestFinished(() => store.close());
  const answers = await worldsAgree(store.db, { random: seededRandom(SEED), worlds: 40 });
  for (const [answer, times] of Object.entries(answers)) expect(times, answer).toBeGreaterThan(5);
});
