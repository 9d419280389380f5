/** ClientIDs that are asked for and not yet durably leased. A lease is for ever, so nothing is shown under one before it is. */
import type { Author } from '@ginnel/domain/people';
import type { Lease } from '@ginnel/store/ports/document-log';
import type { Replica } from './replica.ts';

export class Claims {
  /** Asked for by a connection, to go with the next append. */
  readonly #asked = new Map<number, Author>();
  readonly #unsure = new Set<number>();

  get isEmpty(): boolean {
    return this.#asked.size === 0;
  }

  /** Asks for a clientID that nobody has. @returns whether it is this person's now, or was already */
  claim(clientId: number, author: Author, replica: Replica): boolean {
    const holder = replica.leaseOf(clientId);
    if (holder !== null) return holder.personId === author.personId;
    replica.lease(clientId, author);
    this.#asked.set(clientId, author);
    this.#unsure.add(clientId);
    return true;
  }

  /** What the next append must lease: what was asked for, and what its edits brought. */
  withThose(ofEdits: readonly Lease[]): readonly Lease[] {
    const leases = [...ofEdits];
    for (const [clientId, author] of this.#asked) leases.push({ clientId, author });
    for (const { clientId } of ofEdits) this.#unsure.add(clientId);
    return leases;
  }

  durable(leases: readonly Lease[]): void {
    for (const { clientId } of leases) {
      this.#asked.delete(clientId);
      this.#unsure.delete(clientId);
    }
  }

  readonly isDurable = (clientId: number): boolean => !this.#unsure.has(clientId);

  /** Someone else has it. */
  drop(clientId: number): void {
    this.#asked.delete(clientId);
    this.#unsure.delete(clientId);
  }

  /** Asks again of a copy that was loaded anew. */
  repeat(replica: Replica): void {
    const asked = [...this.#asked];
    this.#asked.clear();
    this.#unsure.clear();
    for (const [clientId, author] of asked) this.claim(clientId, author, replica);
  }
}
