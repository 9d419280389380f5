import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '@ginnel/testkit/services/postgres';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument } from '../contract/samples.ts';
import { openPostgresStore } from '../postgres/open.ts';
import { makeBackup, restoreBackup } from './backup.ts';

test('[ST18] PostgreSQL is backed up while it serves to one file, and comes back on either database', { timeout: 300_000 }, async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const root = mkdtempSync(join(tmpdir(), 'ginnel-backup-'));
  const url = postgres.createDatabase();
  const store = await openPostgresStore({ url });
  await putDocument(store.db, sampleDocument('d1'));
  await store.log.append([sampleAppend('d1', 0, ['one', 'two'])]);
  const into = join(root, 'backups');
  const backup = await makeBackup({ folder: '/nowhere', databaseUrl: url, into, clock: { nowMs: () => 0 } });
  expect(readdirSync(into).toSorted()).toEqual(['ginnel-1970-01-01T00-00-00Z.sqlite', 'ginnel-1970-01-01T00-00-00Z.sqlite.json']);

  const other = postgres.createDatabase();
  await restoreBackup({ backup, folder: '/nowhere', databaseUrl: other });
  const restored = await openPostgresStore({ url: other });
  expect(await restored.log.load('d1' as DocumentId)).toEqual(await store.log.load('d1' as DocumentId));
  await expect(restoreBackup({ backup, folder: '/nowhere', databaseUrl: other })).rejects.toThrow('not empty');
  await Promise.all([store.close(), restored.close()]);
  rmSync(root, { recursive: true });
});
