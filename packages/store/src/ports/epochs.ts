/**
 * Ends an epoch of a document: what was expunged is nowhere any more. The only way in which anything ever leaves the log.
 */
import type { DocumentId } from '@ginnel/base/ids';
import type { Appended, Lease, NewRow } from './document-log.ts';

export interface NewEpoch {
  readonly documentId: DocumentId;
  /** The epoch that ends, and its head, from which the new rows were written. */
  readonly epoch: number;
  readonly baseSeq: number;
  /** The whole document anew, without what must go. */
  readonly rows: readonly NewRow[];
  /** Under whose clientIDs the new rows are. The leases of the old epoch go with it. */
  readonly leases: readonly Lease[];
  /** For which expunge: its row of this document then names the new epoch, in the same transaction. */
  readonly expungeId?: string;
}

/** Where deleted words may stand after a scrub, for all that this program may do about it. */
export const SCRUB_LEAVES = {
  /** PostgreSQL's write-ahead log could not be switched and shortened: this user may not. */
  'postgres-log': 'PostgreSQL keeps them in its write-ahead log until it recycles those files',
  'postgres-archive': 'An archive of PostgreSQL’s write-ahead log is kept',
  'postgres-replicas': 'Other PostgreSQL servers follow this one and keep files of their own',
  'postgres-statistics': 'PostgreSQL’s statistics of these tables could not be rewritten: this user may not',
} as const;
export type ScrubLeaves = keyof typeof SCRUB_LEAVES;

export interface Epochs {
  /**
   * In one transaction: raises the epoch and the rights version, takes out every old row, snapshot and lease, and writes
   * the new rows after the old head's number. Refused with `no-such-document`, `epoch-over` or `behind`, having changed
   * nothing. Rejects with `StorageError` likewise.
   */
  begin(next: NewEpoch): Promise<Appended>;
  /**
   * Rewrites the files so that nothing deleted can be read in them; nobody can write meanwhile (about a second for
   * 100 MB). Rejects with `StorageError` when it could not: what was deleted may still be in unused parts of the files, so
   * do it again. On PostgreSQL tables, indexes and statistics are rewritten and the write-ahead log is shortened.
   *
   * @returns what could not be reached
   */
  scrub(): Promise<readonly ScrubLeaves[]>;
}
