/** The server's database as one thing: the log of words, and the tables of what is decided. */
import type { Kysely } from 'kysely';
import type { Database } from './database.ts';
import type { DocumentLog } from './ports/document-log.ts';
import type { Epochs } from './ports/epochs.ts';

export interface Store {
  readonly dialect: 'sqlite' | 'postgres';
  readonly log: DocumentLog;
  readonly epochs: Epochs;
  /**
   * What is decided: people, places, phases. On SQLite a transaction here holds the write lock, and the log waits for it:
   * never await an append inside one.
   */
  readonly db: Kysely<Database>;
  /** Answers what was asked before, then lets go of every thread and connection. */
  close(): Promise<void>;
}

/** The database cannot be opened at all. The message is for the person who starts the server. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}
