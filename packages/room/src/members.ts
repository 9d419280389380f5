/** Everyone who is connected, and whose question waits for a moment in which the copy equals the log. */
import type { ConnectionId } from './contract.ts';
import type { Member } from './member.ts';

export class Members {
  readonly #all = new Map<ConnectionId, Member>();
  /** Those who wait to be greeted or for the answer to a sync step 1. */
  readonly asking = new Set<Member>();

  add(member: Member): void {
    this.#all.set(member.joining.connection, member);
    this.asking.add(member);
  }

  get(connection: ConnectionId): Member | undefined {
    return this.#all.get(connection);
  }

  remove(member: Member): void {
    this.#all.delete(member.joining.connection);
    this.asking.delete(member);
  }

  has(member: Member): boolean {
    return this.#all.get(member.joining.connection) === member;
  }

  all(): readonly Member[] {
    return [...this.#all.values()];
  }

  /** Those who hold everything up to the last broadcast, and so get the next one. */
  readers(): readonly Member[] {
    return this.all().filter(({ synced }) => synced);
  }

  greeted(): readonly Member[] {
    return this.all().filter(({ greeted }) => greeted);
  }
}
