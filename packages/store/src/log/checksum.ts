/**
 * CRC-32 over everything that a stored row says, its document and author by name: a flipped bit in the words, in who
 * wrote them or in where they belong is found at the next read. Guards against decay, not against tampering.
 */
import { crc32 } from 'node:zlib';
import { assert } from '@ginnel/base/assert';
import type { DocumentId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import type { Lease, LogRow, NewRow, Snapshot } from '../ports/document-log.ts';

export function rowChecksum(documentId: DocumentId, epoch: number, row: LogRow): number {
  return rowChecksumAfter(namesChecksum(documentId, row.author), epoch, row.seq, row);
}

/** With which the checksums of all rows of one author in one document begin. */
export function namesChecksum(documentId: DocumentId, author: Author): number {
  return crc32(`${documentId}\n${author.personId}\n${author.capacityId}`);
}

/** @param names  the `namesChecksum` of the row's document and author */
export function rowChecksumAfter(names: number, epoch: number, seq: number, { route, atMs, update }: NewRow): number {
  return crc32(update, numbersChecksum(names, seq, epoch, ROUTES.indexOf(route), atMs));
}

export function leaseChecksum(documentId: DocumentId, lease: Lease): number {
  return numbersChecksum(namesChecksum(documentId, lease.author), lease.clientId);
}

export function snapshotChecksum(documentId: DocumentId, epoch: number, snapshot: Snapshot): number {
  const place = numbersChecksum(crc32(documentId), snapshot.seq, epoch, snapshot.update.length);
  return crc32(snapshot.stateVector, crc32(snapshot.update, place));
}

const scratch = new Float64Array(4);
/** The bytes of the first number of `scratch`, of the first two, and so on. */
const scratchBytes = Array.from(scratch, (_, i) => new Uint8Array(scratch.buffer, 0, (i + 1) * scratch.BYTES_PER_ELEMENT));

function numbersChecksum(start: number, ...numbers: readonly number[]): number {
  for (let i = 0; i < numbers.length; i++) scratch[i] = numbers[i] ?? NaN;
  const bytes = scratchBytes[numbers.length - 1];
  assert(bytes !== undefined, 'a checksum is of four numbers at most');
  return crc32(bytes, start);
}
