import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDocumentLog, type OpenedLog } from '../contract/document-log.ts';
import { describeDurableLog } from '../contract/durable-log.ts';
import { describeEpochs } from '../contract/epochs.ts';
import { putDocument } from '../contract/put-document.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import { openSqliteStore } from './open.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'ginnel-store-'));

/** A store of its own for a suite, gone when that is over. */
async function inFolder(open: (folder: string) => Promise<Store>): Promise<OpenedLog> {
  const folder = await newFolder();
  const store = await open(folder);
  return {
    log: store.log,
    putDocument: (info) => putDocument(store.db, info),
    end: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

describeDocumentLog('the log in SQLite', () => inFolder((folder) => openStore({ folder })));

describeDurableLog('the log in SQLite, kept', 'document_recent', async () => {
  const folder = await newFolder();
  return { open: () => openStore({ folder }), remove: () => rm(folder, { recursive: true }) };
});

describeDurableLog('[ST16] the log in SQLite, kept and folded', 'document_update', async () => {
  const folder = await newFolder();
  return { open: () => openSqliteStore({ folder, foldAfterRows: 1 }), remove: () => rm(folder, { recursive: true }) };
});

describeDocumentLog('[ST16] the log in SQLite, folding every few rows', () =>
  inFolder((folder) => openSqliteStore({ folder, foldAfterRows: 3 })),
);

describeEpochs('epochs in SQLite', 'document_recent', async () => {
  const folder = await newFolder();
  return { open: () => openStore({ folder }), remove: () => rm(folder, { recursive: true }) };
});

/** Some of the suites' updates are long by this, others are not. */
const maxShortBytes = 3;

describeDocumentLog('[ST23] the log in SQLite, with long updates apart and folding every few rows', () =>
  inFolder((folder) => openSqliteStore({ folder, foldAfterRows: 3, maxShortBytes })),
);

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
