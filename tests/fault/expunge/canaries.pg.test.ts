import { startPostgres } from '@ginnel/testkit/services/postgres';
import { onTestFinished, test } from 'vitest';
import { thousandCanaries } from './canaries.ts';

test('[ST21, EP1, EP3] of a thousand expunged words none is in any file of the PostgreSQL cluster, its write-ahead log and statistics too, nor in any answer', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  await thousandCanaries(postgres.createDatabase(), () => postgres.dataFolder);
});
