import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '@ginnel/testkit/services/postgres';
import { startRedis } from '@ginnel/testkit/services/redis';
import { hint, nextHints, untilListening } from './contract/hints.ts';
import { openHints, type HintsOptions } from './open-hints.ts';

async function hearEachOther(options: Omit<HintsOptions, 'node'>): Promise<void> {
  const [a, b] = [openHints({ ...options, node: 'a' }), openHints({ ...options, node: 'b' })];
  if (a === null || b === null) throw new Error('Two nodes have hints');
  await Promise.all([untilListening(a, true), untilListening(b, true)]);
  const heard = nextHints(b, 1);
  a.publish(hint('d1', 4));
  expect(await heard).toEqual([hint('d1', 4)]);
  await Promise.all([a.close(), b.close()]);
}

test('[FO1] with PostgreSQL alone NOTIFY carries the hints; with Valkey beside it, Valkey does', { timeout: 300_000 }, async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const redis = await startRedis();
  onTestFinished(() => redis.kill());
  const databaseUrl = postgres.createDatabase();
  await hearEachOther({ databaseUrl, valkeyUrl: null });
  await postgres.kill();
  await hearEachOther({ databaseUrl, valkeyUrl: redis.url.replace('redis:', 'valkey:') });
});

test('[FO1] a node on SQLite is alone and has none', () => {
  expect(openHints({ node: 'a', databaseUrl: null, valkeyUrl: 'valkey://127.0.0.1:1' })).toBeNull();
});
