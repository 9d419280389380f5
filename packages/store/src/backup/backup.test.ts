import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument } from '../contract/samples.ts';
import { digestDatabase } from '../copy/digest.ts';
import { openStore } from '../open-store.ts';
import { DamagedError } from '../ports/document-log.ts';
import { makeBackup, restoreBackup, verifyBackup } from './backup.ts';
import { manifestFile } from './manifest.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ginnel-backup-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const clock = { nowMs: () => Date.UTC(2026, 10, 21, 22, 45) };
const folderOf = (name: string) => join(root, name);

async function filled(name: string, rows: number) {
  const store = await openStore({ folder: folderOf(name) });
  await putDocument(store.db, sampleDocument('d1'));
  await store.log.append([
    sampleAppend(
      'd1',
      0,
      Array.from({ length: rows }, (_, i) => `row ${i}`),
    ),
  ]);
  return store;
}

test('[ST18] a backup made while people write holds what was durable when it began, and restores to the same', async () => {
  const store = await filled('live', 300);
  let head = 300;
  let isMade = false;
  const writing = (async () => {
    while (!isMade) {
      const [answer] = await store.log.append([sampleAppend('d1', head, [`row ${head}`])]);
      if (answer?.outcome === 'durable') head = answer.headSeq;
    }
  })();
  const progress: string[] = [];
  const backup = await makeBackup({
    folder: folderOf('live'),
    into: folderOf('backups'),
    clock,
    onProgress: (what) => progress.push(what),
  });
  isMade = true;
  await writing;
  expect(backup).toBe(join(folderOf('backups'), 'ginnel-2026-11-21T22-45-00Z.sqlite'));
  expect(readdirSync(folderOf('backups'))).toHaveLength(2);
  expect([...new Set(progress)]).toEqual(['copied MiB', 'verified documents']);

  const manifest = await restoreBackup({ backup, folder: folderOf('restored') });
  expect(manifest).toMatchObject({ documents: 1, madeAtMs: clock.nowMs() });
  expect(manifest.rows).toBeGreaterThanOrEqual(300);
  expect(manifest.rows).toBeLessThanOrEqual(head);
  const restored = await openStore({ folder: folderOf('restored') });
  const rows = await restored.log.read('d1' as DocumentId, 0, 100_000);
  expect(rows.map((row) => new TextDecoder().decode(row.update))).toEqual(Array.from({ length: manifest.rows }, (_, i) => `row ${i}`));
  expect(await restored.log.append([sampleAppend('d1', manifest.rows, ['on'])])).toEqual([
    { outcome: 'durable', headSeq: manifest.rows + 1 },
  ]);
  await Promise.all([store.close(), restored.close()]);
});

test('[ST18] a restored database is the same by hash', async () => {
  const store = await filled('live', 50);
  const before = await digestDatabase(store.db);
  const backup = await makeBackup({ folder: folderOf('live'), into: folderOf('backups'), clock });
  await store.close();
  await restoreBackup({ backup, folder: folderOf('restored') });
  const restored = await openStore({ folder: folderOf('restored') });
  expect(await digestDatabase(restored.db)).toEqual(before);
  await restored.close();
});

test('[ST18] a backup of damaged rows is not made, and leaves nothing behind', async () => {
  const store = await filled('live', 5);
  await store.db.updateTable('document_recent').set({ at_ms: 1 }).where('seq', '=', 3).execute();
  await expect(makeBackup({ folder: folderOf('live'), into: folderOf('backups'), clock })).rejects.toThrow(DamagedError);
  expect(readdirSync(folderOf('backups'))).toEqual([]);
  await store.close();
});

test('[ST18] a backup with any byte changed, or cut short, or without its manifest, is refused', async () => {
  const store = await filled('live', 40);
  const backup = await makeBackup({ folder: folderOf('live'), into: folderOf('backups'), clock });
  await store.close();
  const whole = readFileSync(backup);
  for (let at = 0; at < whole.length; at += 997) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(backup, changed);
    await expect(verifyBackup(backup), `byte ${at}`).rejects.toThrow(DamagedError);
  }
  writeFileSync(backup, whole.subarray(0, -1));
  await expect(restoreBackup({ backup, folder: folderOf('restored') })).rejects.toThrow(DamagedError);
  writeFileSync(backup, whole);
  expect(await verifyBackup(backup)).toMatchObject({ rows: 40 });
  rmSync(manifestFile(backup));
  await expect(verifyBackup(backup)).rejects.toThrow('has no manifest');
});

test('[ST18] nothing is ever overwritten: neither a database by a restore nor a backup by a backup', async () => {
  const store = await filled('live', 3);
  const options = { folder: folderOf('live'), into: folderOf('backups'), clock };
  const backup = await makeBackup(options);
  await expect(makeBackup(options)).rejects.toThrow('is there already');
  await expect(restoreBackup({ backup, folder: folderOf('live') })).rejects.toThrow('is there already');
  await store.close();
  await expect(restoreBackup({ backup, folder: folderOf('live') })).rejects.toThrow('is there already');
  expect(await verifyBackup(backup)).toMatchObject({ rows: 3 });
});
