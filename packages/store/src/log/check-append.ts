/** The one decision about an append: every adapter asks it inside the transaction that writes. */
import { assert } from '@ginnel/base/assert';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import type { Append, Appended } from '../ports/document-log.ts';
import type { NewEpoch } from '../ports/epochs.ts';

/** What the database holds of the document at this moment, under its lock. */
export interface Standing {
  readonly epoch: number;
  readonly rightsVersion: number;
  readonly headSeq: number;
}

/**
 * @param holderOf  who holds a clientID in this document now, or null
 * @returns why the append may not be written, or null when it may
 */
export function checkAppend(append: Append, standing: Standing | null, holderOf: (clientId: number) => Author | null): Appended | null {
  if (standing === null) return { outcome: 'no-such-document' };
  if (standing.epoch !== append.epoch) return { outcome: 'epoch-over' };
  if (standing.rightsVersion !== append.rightsVersion) return { outcome: 'rights-moved' };
  if (standing.headSeq !== append.baseSeq) return { outcome: 'behind' };
  const asked = new Map<number, Author>();
  for (const { clientId, author } of append.leases) {
    const holder = asked.get(clientId) ?? holderOf(clientId);
    if (holder !== null && !isSameAuthor(holder, author)) return { outcome: 'lease-taken', clientId };
    asked.set(clientId, author);
  }
  return null;
}

export function isSameAuthor(a: Author, b: Author): boolean {
  return a.personId === b.personId && a.capacityId === b.capacityId;
}

/** @returns why the new epoch may not begin, or null when it may */
export function checkNewEpoch(next: NewEpoch, standing: Pick<Standing, 'epoch' | 'headSeq'> | null): Appended | null {
  if (standing === null) return { outcome: 'no-such-document' };
  if (standing.epoch !== next.epoch) return { outcome: 'epoch-over' };
  if (standing.headSeq !== next.baseSeq) return { outcome: 'behind' };
  return null;
}

/** Throws on what no caller may send, before it can spoil the transaction that it would share with others. */
export function assertWellFormed(append: Append): void {
  const { epoch, rightsVersion, baseSeq } = append;
  assert(isCount(epoch) && isCount(rightsVersion) && isCount(baseSeq), 'epoch, rights version and base are whole numbers');
  for (const row of append.rows) {
    assert(row.update instanceof Uint8Array && row.update.length > 0, 'a row holds an update');
    assert(isCount(row.atMs) && ROUTES.includes(row.route) && isNamed(row.author), 'a row has its author, route and time');
  }
  for (const lease of append.leases) assert(isCount(lease.clientId) && isNamed(lease.author), 'a lease has its clientID and author');
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isNamed(author: Author): boolean {
  return author.personId.length > 0 && author.capacityId.length > 0;
}
