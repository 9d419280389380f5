import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '@ginnel/testkit/services/postgres';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '../contract/put-document.ts';
import { sampleAppend, sampleDocument, sampleRow } from '../contract/samples.ts';
import { openPostgresStore } from './open.ts';

test(
  '[ST21] what was expunged is in no file of the PostgreSQL cluster afterwards: tables, indexes, statistics, write-ahead log',
  { timeout: 300_000 },
  async () => {
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
    const { rows } = await sql<{ folder: string }>`select current_setting('data_directory') as folder`.execute(store.db);
    const folder = rows[0]?.folder ?? '';
    const filesWith = async () => {
      await sql`checkpoint`.execute(store.db);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
      return files.filter((name) => readFileSync(join(folder, name), 'latin1').includes('canary-'));
    };
    await sql`analyze`.execute(store.db);
    const before = await filesWith();
    expect(before.some((name) => name.startsWith('base/'))).toBe(true);
    expect(before.some((name) => name.startsWith('pg_wal/'))).toBe(true);
    const next = { documentId: 'd1' as DocumentId, epoch: 1, baseSeq: 200, rows: [sampleRow('what stays')], leases: [] };
    expect(await store.epochs.begin(next)).toEqual({ outcome: 'durable', headSeq: 201 });
    expect(await store.epochs.scrub()).toEqual([]);
    expect(await filesWith()).toEqual([]);
    expect((await store.log.load('d1' as DocumentId))?.tail).toHaveLength(1);
    await store.close();
  },
);
