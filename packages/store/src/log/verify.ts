/** Turns what a database returned into rows of the log, or throws: a document is never served from damaged rows. */
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import { DamagedError, type Lease, type LogRow, type Snapshot } from '../ports/document-log.ts';
import { leaseChecksum, rowChecksum, snapshotChecksum } from './checksum.ts';

interface RawAuthor {
  readonly personId: string | null;
  readonly capacityId: string | null;
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

export function verifiedRows(documentId: DocumentId, epoch: number, raw: readonly RawRow[]): LogRow[] {
  return raw.map(({ seq, route, atMs, update, checksum, ...author }) => {
    const row = { seq, author: authorOf(author), route: ROUTES[route] ?? 'typed', atMs, update: bytesOf(update) };
    if (rowChecksum(documentId, epoch, row) !== checksum) throw damaged(documentId, `row ${seq}`);
    return row;
  });
}

/** Every row after `fromSeq` up to the head, with none missing. */
export function verifiedTail(documentId: DocumentId, epoch: number, raw: readonly RawRow[], fromSeq: number, headSeq: number): LogRow[] {
  const rows = verifiedRows(documentId, epoch, raw);
  rows.forEach((row, i) => {
    if (row.seq !== fromSeq + 1 + i) throw damaged(documentId, `row ${fromSeq + 1 + i} (missing)`);
  });
  if (fromSeq + rows.length !== headSeq) throw damaged(documentId, `its head, ${headSeq}`);
  return rows;
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

/** An author who is gone from the table gives an empty name, which no checksum fits. */
function authorOf({ personId, capacityId }: RawAuthor): Author {
  return { personId: (personId ?? '') as PersonId, capacityId: (capacityId ?? '') as CapacityId };
}

function damaged(documentId: DocumentId, what: string): DamagedError {
  return new DamagedError(`Document ${documentId} is damaged: ${what} does not fit`);
}
