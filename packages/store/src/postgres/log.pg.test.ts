import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type TemporaryPostgres } from '@ginnel/testkit/services/postgres';
import { describeDocumentLog } from '../contract/document-log.ts';
import { describeDurableLog } from '../contract/durable-log.ts';
import { describeEpochs } from '../contract/epochs.ts';
import { putDocument } from '../contract/put-document.ts';
import { openPostgresStore } from './open.ts';

let postgres: TemporaryPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.remove());

describeDocumentLog('the log in PostgreSQL', async () => {
  const store = await openPostgresStore({ url: postgres.createDatabase() });
  return { log: store.log, putDocument: (info) => putDocument(store.db, info), end: () => store.close() };
});

describeDurableLog('the log in PostgreSQL, kept', 'document_update', async () => {
  const url = postgres.createDatabase();
  return { open: () => openPostgresStore({ url }), remove: async () => {} };
});

describeEpochs('epochs in PostgreSQL', 'document_update', async () => {
  const url = postgres.createDatabase();
  return { open: () => openPostgresStore({ url }), remove: async () => {} };
});
