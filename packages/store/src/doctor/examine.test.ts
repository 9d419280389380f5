import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBackup } from '../backup/backup.ts';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument } from '../contract/samples.ts';
import { openStore } from '../open-store.ts';
import { examine, type ExamineOptions } from './examine.ts';

test('[ST19] the doctor examines a real installation, and finds what is wrong with it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ginnel-doctor-'));
  const [folder, backups] = [join(root, 'data'), join(root, 'backups')];
  const store = await openStore({ folder });
  await putDocument(store.db, sampleDocument('d1'));
  await store.log.append([sampleAppend('d1', 0, ['one', 'two'])]);
  const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const levels = async (options: Partial<ExamineOptions>) => {
    const found: Record<string, string> = {};
    for await (const { check, level } of examine({ store, folder, backups, origin, ...options })) found[check] = level;
    return found;
  };

  const before = await levels({});
  expect(before).toMatchObject({ versions: 'good', clock: 'good', database: 'good', backup: 'bad', origin: 'good' });
  expect(Object.keys(before)).toEqual(['versions', 'clock', 'disk', 'fsync', 'database', 'backup', 'origin']);
  await makeBackup({ folder, into: backups, clock: { nowMs: () => Date.now() } });
  expect((await levels({})).backup).toBe('warning');
  server.close();
  expect(await levels({ folder: join(root, 'nowhere') })).toMatchObject({ disk: 'bad', database: 'good' });
  await store.db
    .updateTable('document_recent')
    .set({ at_ms: Date.now() + 60_000 })
    .where('seq', '=', 2)
    .execute();
  expect(await levels({})).toMatchObject({ clock: 'bad' }); // words from after now
  await store.db
    .updateTable('document')
    .set({ created_at_ms: Date.now() + 86_400_000 })
    .execute();
  await store.db.updateTable('document_recent').set({ at_ms: 5 }).where('seq', '=', 2).execute();
  expect(await levels({})).toMatchObject({ clock: 'bad', database: 'bad', origin: 'warning' });
  expect(readdirSync(folder).filter((name) => name.includes('doctor'))).toEqual([]);
  await store.close();
  rmSync(root, { recursive: true });
});
