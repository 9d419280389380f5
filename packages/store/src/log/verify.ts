/** Turns what a database returned into rows of the log, or throws: a document is never served from damaged rows. */
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import { DamagedError, type Lease, type LogRow, type Snapshot } from '../ports/document-log.ts';
import { leaseChecksum, rowChecksum, snapshotChecksum } from './checksum.ts';

interface RawAuthor {
  readonly personId: unknown;
  readonly capacityId: unknown;
}

export interface RawRow extends RawAuthor {
  readonly seq: number;
  readonly route: number;
  readonly atMs: number;
  readonly update: Uint8Array;
  readonly checksum: number;
}

export interface RawLease extends RawAuthor {
  readonly clientId: number;
  readonly checksum: number;
}

export interface RawSnapshot extends Snapshot {
  readonly checksum: number;
}

function verifiedRows(documentId: DocumentId, epoch: number, raw: readonly RawRow[]): LogRow[] {
  return raw.map(({ seq, route, atMs, update, checksum, ...author }) => {
    const row = { seq, author: authorOf(author), route: ROUTES[route] ?? 'typed', atMs, update: bytesOf(update) };
    if (rowChecksum(documentId, epoch, row) !== checksum) throw damaged(documentId, `row ${seq}`);
    return row;
  });
}

export interface Run {
  readonly afterSeq: number;
  readonly limit: number;
}

/** Rows of the current epoch after a number, with none missing: up to the head, or as many as were asked for. */
export function verifiedRun({ id, epoch, firstSeq, headSeq }: Placed, raw: readonly RawRow[], { afterSeq, limit }: Run): LogRow[] {
  const rows = verifiedRows(id, epoch, raw);
  let seq = Math.max(afterSeq, firstSeq - 1);
  for (const row of rows) if (row.seq !== ++seq) throw damaged(id, `row ${seq} (missing)`);
  if (rows.length < limit && seq < headSeq) throw damaged(id, `row ${seq + 1} (missing before its head, ${headSeq})`);
  if (rows.length > 0 && seq > headSeq) throw damaged(id, `its head, ${headSeq}, before row ${seq}`);
  return rows;
}

/** A document as it was found, before its rows are read. */
export interface Placed {
  readonly id: DocumentId;
  readonly key: number;
  readonly epoch: number;
  /** The first row of the current epoch: those of ended ones are gone. */
  readonly firstSeq: number;
  readonly headSeq: number;
}

/** A key that is no number finds no rows, and a document would seem empty. */
export function verifiedDocument<T extends Placed>(found: T): T {
  if (!Number.isSafeInteger(found.key) || !Number.isSafeInteger(found.epoch)) throw damaged(found.id, 'its row');
  return found;
}

export function verifiedLeases(documentId: DocumentId, raw: readonly RawLease[]): Lease[] {
  return raw.map(({ clientId, checksum, ...author }) => {
    const lease = { clientId, author: authorOf(author) };
    if (leaseChecksum(documentId, lease) !== checksum) throw damaged(documentId, `the lease of client ${clientId}`);
    return lease;
  });
}

export function verifiedSnapshot(documentId: DocumentId, epoch: number, raw: RawSnapshot): Snapshot {
  const snapshot = { seq: raw.seq, update: bytesOf(raw.update), stateVector: bytesOf(raw.stateVector) };
  if (snapshotChecksum(documentId, epoch, snapshot) !== raw.checksum) throw damaged(documentId, `the snapshot at ${raw.seq}`);
  return snapshot;
}

/** Plain bytes: drivers hand out `Buffer`s, whose `slice` and `toJSON` are not those of a `Uint8Array`. */
function bytesOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** An author who is gone from the table, or is no text there, gives an empty name, which no checksum fits. */
function authorOf({ personId, capacityId }: RawAuthor): Author {
  const named = typeof personId === 'string' && typeof capacityId === 'string';
  return { personId: (named ? personId : '') as PersonId, capacityId: (named ? capacityId : '') as CapacityId };
}

function damaged(documentId: DocumentId, what: string): DamagedError {
  return new DamagedError(`Document ${documentId} is damaged: ${what} does not fit`);
}
