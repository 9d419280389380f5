/**
 * The append-only log of documents: the only place where words are durable. An append has returned only when it is
 * committed and fsync has returned. Nothing here is ever replaced; an epoch ends whole.
 */
import type { DocumentId } from '@ginnel/base/ids';
import type { Route } from '@ginnel/domain/attribution';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';

export interface NewRow {
  readonly author: Author;
  readonly route: Route;
  readonly atMs: number;
  /** One admitted Yjs v1 update. */
  readonly update: Uint8Array;
}

export interface LogRow extends NewRow {
  readonly seq: number;
}

/** ClientID leases are per document and for ever; a lease never changes hands. */
export interface Lease {
  readonly clientId: number;
  readonly author: Author;
}

export interface Append {
  readonly documentId: DocumentId;
  readonly epoch: number;
  /** The rights version and the head under which the rows were judged: the append refuses when either has moved on. */
  readonly rightsVersion: number;
  readonly baseSeq: number;
  readonly rows: readonly NewRow[];
  readonly leases: readonly Lease[];
}

export type Appended =
  /** Rows have `baseSeq + 1` to `headSeq`. */
  | { readonly outcome: 'durable'; readonly headSeq: number }
  /** Roles or phase have changed: judge again under `info`. */
  | { readonly outcome: 'rights-moved' }
  /** Another node has written: read from `baseSeq`, judge again. */
  | { readonly outcome: 'behind' }
  | { readonly outcome: 'epoch-over' }
  /** Someone else holds one of the clientIDs. */
  | { readonly outcome: 'lease-taken'; readonly clientId: number }
  | { readonly outcome: 'no-such-document' };

export interface Snapshot {
  /** The state after row `seq`. */
  readonly seq: number;
  readonly update: Uint8Array;
  readonly stateVector: Uint8Array;
}

/** What a cold document is served and built from. */
export interface StoredDocument {
  readonly info: DocumentInfo;
  readonly headSeq: number;
  readonly snapshot: Snapshot | null;
  /** Rows after the snapshot, in order. */
  readonly tail: readonly LogRow[];
  readonly leases: readonly Lease[];
}

/** Where a document stands. */
export interface DocumentHead {
  readonly documentId: DocumentId;
  readonly epoch: number;
  readonly rightsVersion: number;
  readonly headSeq: number;
}

export interface DocumentLog {
  /**
   * All appends in one transaction, each taken or refused by itself; resolves when what was taken is durable.
   * Rejects with `StorageError` when nothing could be written (disk full, I/O error): then nothing was. When the database
   * was lost at that very moment nobody can say: read from `baseSeq` before judging again.
   */
  append(appends: readonly Append[]): Promise<readonly Appended[]>;
  /** `null`: no such document. Rejects when a checksum does not fit: a document is never served from damaged rows. */
  load(documentId: DocumentId): Promise<StoredDocument | null>;
  /** Rows after `afterSeq` of the current epoch, in order, at most `limit`. */
  read(documentId: DocumentId, afterSeq: number, limit: number): Promise<readonly LogRow[]>;
  /** Where many documents stand, in one question of at most 10,000 ids; those that are not there are left out. Read from the disk, not from memory. */
  heads(documentIds: readonly DocumentId[]): Promise<readonly DocumentHead[]>;
  /** Keeps a snapshot beside the log; the caller has verified it by replay. Older snapshots go, rows stay. */
  keepSnapshot(documentId: DocumentId, epoch: number, snapshot: Snapshot): Promise<void>;
  close(): Promise<void>;
}

/** The database cannot be written or read now. The caller stops acceptance and tries again later. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** What is stored is not what was written: a checksum or a sequence does not fit. The document is not served. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
}
