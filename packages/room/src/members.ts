/** Everyone who is connected, and whose question waits for a moment in which the copy equals the log. */
import type { ConnectionId } from './contract.ts';
import type { Member } from './member.ts';

export class Members {
  readonly #all = new Map<ConnectionId, Member>();
  /** Those who wait to be greeted or for the answer to a sync step 1. */
  readonly asking = new Set<Member>();
  /** Kept from window to window, for a hall seldom changes; `null`: to be made anew. */
  #readers: readonly ConnectionId[] | null = null;
  #greeted: readonly ConnectionId[] | null = null;

  add(member: Member): void {
    this.#all.set(member.joining.connection, member);
    this.asking.add(member);
  }

  greet(member: Member): void {
    member.greeted = true;
    this.#greeted = null;
  }

  /** Has had a sync step 2. */
  sync(member: Member): void {
    if (!member.synced) this.#readers = null;
    member.synced = true;
  }

  get(connection: ConnectionId): Member | undefined {
    return this.#all.get(connection);
  }

  remove(member: Member): void {
    this.#all.delete(member.joining.connection);
    this.asking.delete(member);
    this.#readers = null;
    this.#greeted = null;
  }

  has(member: Member): boolean {
    return this.#all.get(member.joining.connection) === member;
  }

  all(): readonly Member[] {
    return [...this.#all.values()];
  }

  /** Those who hold everything up to the last broadcast, and so get the next one. */
  get readers(): readonly ConnectionId[] {
    this.#readers ??= connectionsOf(this.all().filter(({ synced }) => synced));
    return this.#readers;
  }

  /** Those to whom these edits are news: all readers, but a sole writer (RM16). */
  readersOf(edits: readonly { readonly member: Member }[]): readonly ConnectionId[] {
    const [first] = edits;
    if (first === undefined || edits.some(({ member }) => member !== first.member)) return this.readers;
    return this.readers.filter((connection) => connection !== first.member.joining.connection);
  }

  /** Those who are shown who is here. */
  get audience(): readonly ConnectionId[] {
    this.#greeted ??= connectionsOf(this.greeted());
    return this.#greeted;
  }

  greeted(): readonly Member[] {
    return this.all().filter(({ greeted }) => greeted);
  }
}

function connectionsOf(members: readonly Member[]): readonly ConnectionId[] {
  return members.map(({ joining }) => joining.connection);
}
