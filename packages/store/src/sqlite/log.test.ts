import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDocumentLog } from '../contract/document-log.ts';
import { describeDurableLog } from '../contract/durable-log.ts';
import { describeEpochs } from '../contract/epochs.ts';
import { putDocument } from '../contract/put-document.ts';
import { openStore } from '../open-store.ts';
import { openSqliteStore } from './open.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'ginnel-store-'));

describeDocumentLog('the log in SQLite', async () => {
  const folder = await newFolder();
  const store = await openStore({ folder });
  return {
    log: store.log,
    putDocument: (info) => putDocument(store.db, info),
    end: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});

describeDurableLog('the log in SQLite, kept', 'document_recent', async () => {
  const folder = await newFolder();
  return { open: () => openStore({ folder }), remove: () => rm(folder, { recursive: true }) };
});

describeDurableLog('[ST16] the log in SQLite, kept and folded', 'document_update', async () => {
  const folder = await newFolder();
  return { open: () => openSqliteStore({ folder, foldAfterRows: 1 }), remove: () => rm(folder, { recursive: true }) };
});

describeDocumentLog('[ST16] the log in SQLite, folding every few rows', async () => {
  const folder = await newFolder();
  const store = await openSqliteStore({ folder, foldAfterRows: 3 });
  return {
    log: store.log,
    putDocument: (info) => putDocument(store.db, info),
    end: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});

describeEpochs('epochs in SQLite', 'document_recent', async () => {
  const folder = await newFolder();
  return { open: () => openStore({ folder }), remove: () => rm(folder, { recursive: true }) };
});

/** Some of the suites' updates are long by this, others are not. */
const maxShortBytes = 3;

describeDocumentLog('[ST23] the log in SQLite, with long updates apart and folding every few rows', async () => {
  const folder = await newFolder();
  const store = await openSqliteStore({ folder, foldAfterRows: 3, maxShortBytes });
  return {
    log: store.log,
    putDocument: (info) => putDocument(store.db, info),
    end: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});

describeDurableLog('[ST23] the log in SQLite, kept, each update apart', 'document_recent', async () => {
  const folder = await newFolder();
  return { open: () => openSqliteStore({ folder, maxShortBytes: 0 }), remove: () => rm(folder, { recursive: true }) };
});

describeDurableLog('[ST23] the log in SQLite, kept and folded, long updates apart', 'document_update', async () => {
  const folder = await newFolder();
  return { open: () => openSqliteStore({ folder, foldAfterRows: 1, maxShortBytes }), remove: () => rm(folder, { recursive: true }) };
});

describeEpochs('[ST23] epochs in SQLite, long updates apart', 'document_recent', async () => {
  const folder = await newFolder();
  return { open: () => openSqliteStore({ folder, maxShortBytes }), remove: () => rm(folder, { recursive: true }) };
});
