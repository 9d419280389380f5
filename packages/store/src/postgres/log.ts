/** The log in PostgreSQL: one transaction at a time from this node, in which everything shares that waited for it. */
import type pg from 'pg';
import { assert } from '@ginnel/base/assert';
import { assertWellFormed } from '../log/check-append.ts';
import { snapshotChecksum } from '../log/checksum.ts';
import { StorageError, type Append, type Appended, type DocumentLog } from '../ports/document-log.ts';
import { writeAppends } from './appender.ts';
import type { Interned } from './interned.ts';
import { readHeads } from './heads.ts';
import { loadDocument, readRows } from './reader.ts';
import { inTransaction, READING, translated } from './transaction.ts';

interface Waiting {
  readonly appends: readonly Append[];
  readonly resolve: (appended: readonly Appended[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface PostgresLogOptions {
  readonly reading: pg.Pool;
  /** Apart, so that no crowd of readers keeps an append waiting for a connection. */
  readonly writing: pg.Pool;
  readonly interned: Interned;
}

/** Both pools stay the caller's: they outlive the log. */
export function createPostgresLog({ reading, writing, interned }: PostgresLogOptions): DocumentLog {
  let waiting: Waiting[] = [];
  let committing: Promise<void> | null = null;
  let closed = false;

  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        const appends = group.flatMap((one) => one.appends);
        await translated(() => interned.ready(appends));
        const outcomes = await inTransaction(writing, 'begin', (client) => writeAppends(client, appends, interned));
        let from = 0;
        for (const one of group) one.resolve(outcomes.slice(from, (from += one.appends.length)));
      } catch (error) {
        for (const one of group) one.reject(error);
      }
    }
    committing = null;
  }

  return {
    append: async (appends) => {
      appends.forEach(assertWellFormed);
      if (closed) throw new StorageError('The store is closed');
      return new Promise((resolve, reject) => {
        waiting.push({ appends, resolve, reject });
        committing ??= commitAll();
      });
    },
    load: (documentId) => inTransaction(reading, READING, (client) => loadDocument(client, documentId)),
    read: (documentId, afterSeq, limit) => translated(() => readRows(reading, documentId, { afterSeq, limit })),
    heads: (documentIds) => translated(() => readHeads(reading, documentIds)),
    keepSnapshot: (documentId, epoch, snapshot) =>
      inTransaction(writing, 'begin', async (client) => {
        const { rows } = await client.query<{ key: number; epoch: number; head: number; kept: number | null }>(
          `select d.key, d.epoch, coalesce(h.seq, 0) as head, (select max(s.seq) from document_snapshot s where s.document = d.key) as kept
           from document d left join document_head h on h.document = d.key where d.id = $1 for share of d`,
          [documentId],
        );
        const found = rows[0];
        if (found?.epoch !== epoch) return;
        assert(snapshot.seq <= found.head, 'a snapshot holds only what is durable');
        if (found.kept !== null && found.kept >= snapshot.seq) return;
        await client.query(
          `insert into document_snapshot (document, seq, epoch, bytes, state_vector, checksum) values ($1, $2, $3, $4, $5, $6)
           on conflict do nothing`,
          [found.key, snapshot.seq, epoch, snapshot.update, snapshot.stateVector, snapshotChecksum(documentId, epoch, snapshot)],
        );
        await client.query('delete from document_snapshot where document = $1 and seq < $2', [found.key, snapshot.seq]);
      }),
    close: async () => {
      closed = true;
      await committing;
    },
  };
}
