import { randomBytes } from 'node:crypto';
import { openStore } from '@ginnel/store/open-store';
import { listDocuments } from '@ginnel/store/relational/documents';
import { startPostgres } from '@ginnel/testkit/services/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { seedDemo } from './seed.ts';

const NODES = 4;
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const clock = { nowMs: () => Date.UTC(2026, 10, 20) };

test('nodes that start at the same moment on one empty database make one demo borough, and each finds it whole', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const databaseUrl = postgres.createDatabase();
  const start = async () => {
    const store = await openStore({ folder: '/nowhere', databaseUrl });
    onTestFinished(() => store.close());
    const hasFilled = await seedDemo({ db: store.db, log: store.log, clock, random });
    const documents = await listDocuments(store.db);
    const heads = await store.log.heads(documents.map(({ id }) => id));
    return { hasFilled, documents: documents.length, empty: heads.filter(({ headSeq }) => headSeq === 0).length };
  };
  const found = await Promise.all(Array.from({ length: NODES }, start));
  expect(found.map(({ documents, empty }) => [documents, empty])).toEqual(Array.from({ length: NODES }, () => [7, 0]));
  expect(found.filter(({ hasFilled }) => hasFilled)).toHaveLength(1);
});
