/**
 * CRC-32 over everything that a stored row says, its document and author by name: a flipped bit in the words, in who
 * wrote them or in where they belong is found at the next read. Guards against decay, not against tampering.
 */
import { crc32 } from 'node:zlib';
import type { DocumentId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import type { Lease, LogRow, Snapshot } from '../ports/document-log.ts';

export function rowChecksum(documentId: DocumentId, epoch: number, row: LogRow): number {
  const place = numbersChecksum(named(documentId, row.author), row.seq, epoch, ROUTES.indexOf(row.route), row.atMs);
  return crc32(row.update, place);
}

export function leaseChecksum(documentId: DocumentId, lease: Lease): number {
  return numbersChecksum(named(documentId, lease.author), lease.clientId);
}

export function snapshotChecksum(documentId: DocumentId, epoch: number, snapshot: Snapshot): number {
  const place = numbersChecksum(crc32(documentId), snapshot.seq, epoch, snapshot.update.length);
  return crc32(snapshot.stateVector, crc32(snapshot.update, place));
}

const scratch = new Float64Array(4);
const scratchBytes = new Uint8Array(scratch.buffer);

function numbersChecksum(start: number, ...numbers: readonly number[]): number {
  scratch.set(numbers);
  return crc32(scratchBytes.subarray(0, numbers.length * 8), start);
}

function named(documentId: DocumentId, author: Author): number {
  return crc32(`${documentId}\n${author.personId}\n${author.capacityId}`);
}
