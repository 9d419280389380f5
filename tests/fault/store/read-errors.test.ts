/** Half of the file goes away under a running server, as when a disk fails: what is served is whole, the rest is refused. */
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '@ginnel/store/contract/put-document';
import { sampleAppend, sampleDocument } from '@ginnel/store/contract/samples';
import { DamagedError, StorageError, type StoredDocument } from '@ginnel/store/ports/document-log';
import { openSqliteStore } from '@ginnel/store/sqlite/open';

const DOCUMENTS = 60;

test('[ST7, ST10] a file that cannot be read to its end serves whole documents or none', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-read-'));
  const ids = Array.from({ length: DOCUMENTS }, (_, i) => `d${i}` as DocumentId);
  const first = await openSqliteStore({ folder, foldAfterRows: 100 });
  for (const id of ids) {
    await putDocument(first.db, sampleDocument(id));
    await first.log.append([
      sampleAppend(
        id,
        0,
        Array.from({ length: 30 }, (_, i) => `${id}/${i} `.padEnd(400, '~')),
      ),
    ]);
  }
  const written = new Map<DocumentId, StoredDocument | null>();
  for (const id of ids) written.set(id, await first.log.load(id));
  await first.close();

  const store = await openSqliteStore({ folder });
  const file = join(folder, 'ginnel.sqlite');
  truncateSync(file, Math.floor(statSync(file).size / 2048) * 1024);
  let refused = 0;
  for (const id of ids) {
    try {
      expect(await store.log.load(id)).toEqual(written.get(id));
    } catch (error) {
      expect(error instanceof DamagedError || error instanceof StorageError, String(error)).toBe(true);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(DOCUMENTS / 4);
  await store.close();
  await expect(openSqliteStore({ folder })).rejects.toThrow();
  rmSync(folder, { recursive: true });
});
