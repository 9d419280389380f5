/**
 * Edits in which one person brings other people's words: accepting a suggestion, taking an edit back, starting an epoch.
 * The words go in under fresh clientIDs that are leased to their authors, so attribution stays a look-up; the log row
 * names who brought them.
 *
 * The server judges such an update with `leaseOfBringer`, that is by the bringer's own rights, and appends it in one
 * transaction with `leases`, as a row whose author is the bringer.
 */
import { randomClientId, type Random } from '@ginnel/base/ports';
import type { Author } from '@ginnel/domain/people';
import type { LeaseOf } from '../contract.ts';

export interface BroughtLease {
  readonly clientId: number;
  readonly author: Author;
}

/** An update in which `leases` says whose words are whose. */
export interface Brought {
  readonly update: Uint8Array;
  readonly leases: readonly BroughtLease[];
}

/** Mints one fresh clientID per author and edit. */
export class Bringing {
  readonly #random: Random;
  readonly #leases = new Map<string, BroughtLease>();

  constructor(random: Random) {
    this.#random = random;
  }

  clientFor(author: Author): number {
    const key = `${author.personId}\n${author.capacityId}`;
    const lease = this.#leases.get(key) ?? { clientId: randomClientId(this.#random), author };
    this.#leases.set(key, lease);
    return lease.clientId;
  }

  /** A clientID of the author's that stands for nothing else; not among `leasesIn`. */
  another(author: Author): BroughtLease {
    return { clientId: randomClientId(this.#random), author };
  }

  /** The leases of those clientIDs that an update really uses. */
  leasesIn(clients: ReadonlySet<number>): BroughtLease[] {
    return [...this.#leases.values()].filter(({ clientId }) => clients.has(clientId));
  }
}

/** Leases as `judge` is to see them: what is brought counts as the bringer's own, so that it is judged by their rights. */
export function leaseOfBringer(leaseOf: LeaseOf, brought: Brought, bringer: Author): LeaseOf {
  const fresh = new Set(brought.leases.map(({ clientId }) => clientId));
  return (client) => (fresh.has(client) ? bringer : leaseOf(client));
}

/** Leases as they stand once the row is durable. */
export function leaseOfWith(leaseOf: LeaseOf, brought: Brought): LeaseOf {
  const fresh = new Map(brought.leases.map(({ clientId, author }) => [clientId, author]));
  return (client) => fresh.get(client) ?? leaseOf(client);
}
