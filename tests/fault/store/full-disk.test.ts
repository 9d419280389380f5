/** Fills a real disk under the log. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '@ginnel/store/contract/put-document';
import { sampleAppend, sampleDocument } from '@ginnel/store/contract/samples';
import { makeBackup } from '@ginnel/store/backup/backup';
import { verifyLog } from '@ginnel/store/copy/verify';
import { StorageError } from '@ginnel/store/ports/document-log';
import { openSqliteStore } from '@ginnel/store/sqlite/open';
import { createSmallDisk } from './small-disk.ts';

const d = 'd1' as DocumentId;

test(
  '[ST7] on a full disk nothing is said to be durable that is not, reading goes on, and writing works again when there is space',
  { timeout: 300_000 },
  async () => {
    const disk = createSmallDisk(3000);
    const folder = join(disk.folder, 'data');
    const store = await openSqliteStore({ folder, foldAfterRows: 50 });
    await putDocument(store.db, sampleDocument('d1'));
    const ballast = join(disk.folder, 'ballast');
    writeFileSync(ballast, new Uint8Array(800_000));

    let head = 0;
    let refusals = 0;
    const appendOne = () => store.log.append([sampleAppend('d1', head, [`row ${head + 1} `.padEnd(3000, '~')])]);
    for (let stage = 0; stage < 2; stage++) {
      for (let more = 0; more < 30;) {
        try {
          const [answer] = await appendOne();
          expect(answer).toEqual({ outcome: 'durable', headSeq: ++head });
        } catch (error) {
          expect(error).toBeInstanceOf(StorageError);
          refusals++;
          more++; // a full disk goes on being asked
          const stored = await store.log.load(d);
          expect(stored?.headSeq).toBe(head);
          expect(stored?.tail).toHaveLength(head);
        }
      }
      if (stage === 0) rmSync(ballast);
    }
    expect(refusals).toBe(60);
    expect(head).toBeGreaterThan(100);
    await expect(makeBackup({ folder, into: join(disk.folder, 'backups'), clock: { nowMs: () => 0 } })).rejects.toThrow();
    await store.close();

    const again = await openSqliteStore({ folder });
    expect(await verifyLog(again)).toEqual({ documents: 1, rows: head, damaged: [] });
    const rows = await again.log.read(d, 0, 100_000);
    expect(rows.every((row) => new TextDecoder().decode(row.update).startsWith(`row ${row.seq} `))).toBe(true);
    await again.close();
    disk.remove();
  },
);
