/** The log in `ginnel.sqlite`: appends in the writer thread, reads on a connection of their own here. */
import { assert } from '@ginnel/base/assert';
import type { CompiledQuery } from 'kysely';
import { assertWellFormed } from '../log/check-append.ts';
import type { DocumentLog } from '../ports/document-log.ts';
import type { Epochs, NewEpoch } from '../ports/epochs.ts';
import { openConnection } from './connection.ts';
import { preparedOnce } from './dialect.ts';
import { toStoreError } from './errors.ts';
import { createHeadsReader } from './heads.ts';
import { createReader } from './reader.ts';
import type { WriterOptions } from './writer-messages.ts';
import { WriterThread } from './writer-thread.ts';

/** A document is read once and then kept by its room: what SQLite would keep of it, 16 MB unless told, is of no use. */
const READER_CACHE_KIB = 256;

export interface OpenLog {
  readonly log: DocumentLog;
  readonly epochs: Epochs;
  /** Answers from what is committed, on the connection that reads the log. */
  readonly answer: (question: CompiledQuery) => readonly unknown[];
}

/** The schema must be there. Rejects when the file cannot be opened. */
export async function openSqliteLog(options: WriterOptions): Promise<OpenLog> {
  const { file, busyTimeoutMs } = options;
  const writer = new WriterThread(options);
  await writer.start();
  const connection = openConnection({ file, checkpoints: false, busyTimeoutMs });
  connection.pragma('query_only = 1');
  connection.pragma(`cache_size = -${READER_CACHE_KIB}`);
  const reader = createReader(connection);
  const heads = createHeadsReader(connection);

  const log: DocumentLog = {
    append: async (appends) => {
      appends.forEach(assertWellFormed);
      return writer.append(appends);
    },
    load: async (documentId) => translated(() => reader.load(documentId)),
    read: async (documentId, afterSeq, limit) => translated(() => reader.read(documentId, afterSeq, limit)),
    heads: async (documentIds) =>
      translated(() => {
        // Asked seldom, and also to know whether the disk can be read: that is not told from memory.
        connection.pragma('shrink_memory');
        return heads(documentIds);
      }),
    keepSnapshot: async (documentId, epoch, snapshot) => {
      await writer.ask({ type: 'snapshot', documentId, epoch, snapshot });
    },
    close: async () => {
      await writer.close();
      connection.close();
    },
  };
  const epochs: Epochs = {
    begin: async (next) => {
      assertWellFormed({ ...next, rightsVersion: 0 });
      const [appended] = await writer.ask({ type: 'epoch', next: withOwnBytes(next) });
      assert(appended !== undefined, 'a new epoch has an answer');
      return appended;
    },
    scrub: async () => {
      await writer.ask({ type: 'scrub' });
      return [];
    },
  };
  const questions = preparedOnce(connection);
  const answer = ({ sql, parameters }: CompiledQuery): readonly unknown[] => questions.prepare(sql).all(parameters);
  return { log, epochs, answer };
}

/** A view into a larger buffer would carry the whole buffer to the writer. */
function withOwnBytes(next: NewEpoch): NewEpoch {
  const rows = next.rows.map((row) =>
    row.update.byteLength === row.update.buffer.byteLength ? row : { ...row, update: row.update.slice() },
  );
  return { ...next, rows };
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}
