/** Ends epochs in PostgreSQL. */
import type pg from 'pg';
import { assert } from '@ginnel/base/assert';
import { assertWellFormed, checkNewEpoch } from '../log/check-append.ts';
import type { Appended } from '../ports/document-log.ts';
import type { Epochs, NewEpoch } from '../ports/epochs.ts';
import { scrub } from './scrub.ts';
import { addLeases, addRows, lockDocuments } from './appender.ts';
import type { Interned } from './interned.ts';
import { inTransaction, translated } from './transaction.ts';

const WITH_WORDS = ['document_update', 'document_snapshot', 'client_lease'];

export function createPostgresEpochs(pool: pg.Pool, interned: Interned): Epochs {
  return {
    begin: async (next) => {
      const append = { ...next, rightsVersion: 0 };
      assertWellFormed(append);
      await translated(() => interned.ready([append]));
      return inTransaction(pool, 'begin', (client) => begin(client, next, interned));
    },
    scrub: () => translated(() => scrub(pool)),
  };
}

async function begin(client: pg.ClientBase, next: NewEpoch, interned: Interned): Promise<Appended> {
  const { documentId, baseSeq, expungeId } = next;
  await client.query('select 1 from document where id = $1 for update', [documentId]);
  const document = (await lockDocuments(client, [documentId])).get(documentId) ?? null;
  const refused = checkNewEpoch(next, document);
  if (refused !== null) return refused;
  assert(document !== null, 'an epoch that may begin has a document');
  const { key } = document;
  for (const table of WITH_WORDS) await client.query(`delete from ${table} where document = $1`, [key]);
  await client.query('update document set epoch = epoch + 1, rights_version = rights_version + 1 where key = $1', [key]);
  await client.query('update document_head set first_seq = $2 where document = $1', [key, baseSeq + 1]);
  const rows = next.rows.map((row, i) => ({ ...row, seq: baseSeq + 1 + i }));
  const headSeq = baseSeq + rows.length;
  const written = { ...document, epoch: next.epoch + 1, headSeq, rows, leases: [...next.leases] };
  await addLeases(client, [written], interned);
  await addRows(client, [written], interned);
  if (expungeId !== undefined)
    await client.query('update expunge_document set epoch = $1 where expunge_id = $2 and document_id = $3', [
      next.epoch + 1,
      expungeId,
      documentId,
    ]);
  return { outcome: 'durable', headSeq };
}
