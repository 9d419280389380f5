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
}

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
   * do it again. On PostgreSQL its own write-ahead log and archives keep what they hold until they are recycled.
   */
  scrub(): Promise<void>;
}
