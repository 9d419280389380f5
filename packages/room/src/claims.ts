/**
 * ClientIDs that are asked for and not yet durably leased. A lease is for ever, so nothing is shown under one before it is,
 * and whoever has said nothing yet has none: nobody else knows the clientID that they named.
 */
import type { Author } from '@ginnel/domain/people';
import type { Lease } from '@ginnel/store/ports/document-log';
import type { Replica } from './replica.ts';

export class Claims {
  /** Asked for by a connection, to go with the next append. */
  readonly #asked = new Map<number, Author>();

  get isEmpty(): boolean {
    return this.#asked.size === 0;
  }

  /** Asks for a clientID that nobody has, if they may have another. @returns whether it is this person's now, or was already */
  claim(clientId: number, author: Author, replica: Replica, mayHaveAnother: () => boolean): boolean {
    const holder = replica.leaseOf(clientId);
    if (holder !== null) return holder.personId === author.personId;
    if (!mayHaveAnother()) return false;
    replica.lease(clientId, author);
    this.#asked.set(clientId, author);
    return true;
  }

  /** What the next append must lease: what was asked for, and what its edits brought. */
  withThose(ofEdits: readonly Lease[]): readonly Lease[] {
    if (this.isEmpty) return ofEdits;
    const leases = [...ofEdits];
    for (const [clientId, author] of this.#asked) leases.push({ clientId, author });
    return leases;
  }

  durable(leases: readonly Lease[]): void {
    for (const { clientId } of leases) this.#asked.delete(clientId);
  }

  /** Someone else has it. */
  drop(clientId: number): void {
    this.#asked.delete(clientId);
  }

  /** Asks again of a copy that was loaded anew. @returns those that somebody else has by now */
  repeat(replica: Replica): readonly number[] {
    const asked = [...this.#asked];
    this.#asked.clear();
    return asked.flatMap(([clientId, author]) => (this.claim(clientId, author, replica, () => true) ? [] : [clientId]));
  }
}
