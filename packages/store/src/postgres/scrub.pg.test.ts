import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '@ginnel/testkit/services/postgres';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument, sampleRow } from '../contract/samples.ts';
import { openPostgresStore } from './open.ts';

test('[ST21] what was expunged is in no table or index of PostgreSQL afterwards', { timeout: 120_000 }, async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const store = await openPostgresStore({ url: postgres.createDatabase() });
  await putDocument(store.db, sampleDocument('d1'));
  await store.log.append([
    sampleAppend(
      'd1',
      0,
      Array.from({ length: 200 }, (_, i) => `canary-${i}-of-radcliffe`),
    ),
  ]);
  const { rows } = await sql<{ folder: string }>`
    select current_setting('data_directory') || '/base/' || oid as folder from pg_database where datname = current_database()`.execute(
    store.db,
  );
  const found = async () => {
    await sql`checkpoint`.execute(store.db);
    const folder = rows[0]?.folder ?? '';
    return readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name), 'latin1').split('canary-').length - 1, 0);
  };
  expect(await found()).toBeGreaterThanOrEqual(200);
  const next = { documentId: 'd1' as DocumentId, epoch: 1, baseSeq: 200, rows: [sampleRow('what stays')], leases: [] };
  expect(await store.epochs.begin(next)).toEqual({ outcome: 'durable', headSeq: 201 });
  await store.epochs.scrub();
  expect(await found()).toBe(0);
  expect((await store.log.load('d1' as DocumentId))?.tail).toHaveLength(1);
  await store.close();
});
