/**
 * Which of several values of one map key wins. Yjs keeps the values of a key in a list, in the order that all replicas
 * agree on, and the last one counts. Found here by its rule for an item's place in that list (YATA; `Item.integrate` in Yjs
 * 13.6), for items without a right origin, which is how every map item is made.
 */
import type * as Y from 'yjs';
import type { Effort } from './effort.ts';
import { CUT_SHARE, KEY_VALUE, MAX_DEAD_STEPS } from './limits.ts';
import { NONE, type Scanned } from './scan.ts';

/** The values of one key: what the document has, and what the update under judgement adds. */
export class KeyValues {
  readonly #stored: Y.Item | undefined;
  readonly #effort: Effort;
  readonly #added: Scanned[] = [];
  #lastClient = NONE;
  #lastClock = 0;
  #history: KeyHistory | null = null;
  /** Whether the key has, or was given, a value that is not a tombstone. */
  hasValue: boolean;

  /** @param stored  the last item of the key in the document */
  constructor(stored: Y.Item | undefined, effort: Effort) {
    this.#stored = stored;
    this.#effort = effort;
    this.hasValue = stored !== undefined && !stored.deleted;
    if (stored !== undefined) {
      this.#lastClient = stored.id.client;
      this.#lastClock = stored.id.clock + stored.length - 1;
    }
  }

  add(item: Scanned): void {
    this.#added.push(item);
    // Nearly always: set by somebody who had seen the value that stands.
    if (
      this.#history === null &&
      item.originClient === this.#lastClient &&
      (item.originClient === NONE || item.originClock === this.#lastClock)
    ) {
      this.#lastClient = item.client;
      this.#lastClock = item.clock + item.length - 1;
    } else if (this.#history === null) {
      this.#history = new KeyHistory(this.#stored, this.#effort);
      for (const each of this.#added) this.#history.add(each);
    } else {
      this.#history.add(item);
    }
  }

  /** The document's value that the update replaces, if it does. */
  replaced(): Y.Item | null {
    const stored = this.#stored;
    if (stored === undefined || stored.deleted || this.#added.length === 0) return null;
    return this.#history !== null && this.#history.endsWith(stored.id.client, stored.id.clock) ? null : stored;
  }
}

interface Entry {
  readonly client: number;
  readonly clock: number;
  length: number;
  readonly originClient: number;
  readonly originClock: number;
  next: Entry | null;
}

class KeyHistory {
  #first: Entry | null = null;
  #size = 0;
  /** By client, ascending by clock. */
  readonly #byClient = new Map<number, Entry[]>();
  readonly #effort: Effort;

  constructor(current: Y.Item | undefined, effort: Effort) {
    this.#effort = effort;
    let next: Entry | null = null;
    for (let item: Y.Item | null = current ?? null; item !== null; item = item.left as Y.Item | null) {
      this.#size++;
      this.#step();
      const { id, length, origin } = item;
      next = { client: id.client, clock: id.clock, length, originClient: origin?.client ?? NONE, originClock: origin?.clock ?? 0, next };
      this.#ofClient(id.client).push(next);
    }
    this.#first = next;
    for (const entries of this.#byClient.values()) entries.sort((a, b) => a.clock - b.clock);
  }

  add({ client, clock, length, originClient, originClock }: Scanned): void {
    let left = originClient === NONE ? null : this.#endingAt(originClient, originClock);
    // Without an origin Yjs goes back from the last value to the first.
    if (left === null) this.#step(this.#size);
    this.#size++;
    const before = new Set<Entry>();
    const conflicting = new Set<Entry>();
    for (let other = left === null ? this.#first : left.next; other !== null; other = other.next) {
      this.#step(Math.min(other.length, MAX_DEAD_STEPS));
      before.add(other);
      conflicting.add(other);
      if (other.originClient === originClient && (originClient === NONE || other.originClock === originClock)) {
        if (other.client >= client) break;
        left = other;
        conflicting.clear();
      } else {
        const origin = other.originClient === NONE ? null : this.#holding(other.originClient, other.originClock);
        if (origin === null || !before.has(origin)) break;
        if (!conflicting.has(origin)) {
          left = other;
          conflicting.clear();
        }
      }
    }
    const added: Entry = { client, clock, length, originClient, originClock, next: left === null ? this.#first : left.next };
    if (left === null) this.#first = added;
    else left.next = added;
    // A client's structs come in the order of their clocks.
    this.#ofClient(client).push(added);
  }

  /** Whether the value that counts in the end is the item with this id. */
  endsWith(client: number, clock: number): boolean {
    let last = this.#first;
    while (last !== null && last.next !== null) last = last.next;
    return last !== null && last.client === client && clock >= last.clock && clock < last.clock + last.length;
  }

  #step(count = 1): void {
    this.#effort.spend(KEY_VALUE * count);
  }

  #ofClient(client: number): Entry[] {
    let entries = this.#byClient.get(client);
    if (entries === undefined) this.#byClient.set(client, (entries = []));
    return entries;
  }

  #holding(client: number, clock: number): Entry | null {
    this.#step();
    return this.#ofClient(client)[this.#indexOf(client, clock)] ?? null;
  }

  /** Of the entry that holds a clock, among those of its client; −1 when there is none. */
  #indexOf(client: number, clock: number): number {
    const entries = this.#ofClient(client);
    let low = 0;
    let high = entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const entry = entries[middle]!;
      if (clock < entry.clock) high = middle - 1;
      else if (clock >= entry.clock + entry.length) low = middle + 1;
      else return middle;
    }
    return -1;
  }

  /** The entry whose last clock this is, split off from a longer run of tombstones where need be. */
  #endingAt(client: number, clock: number): Entry | null {
    const entry = this.#holding(client, clock);
    if (entry === null || entry.clock + entry.length - 1 === clock) return entry;
    const length = clock - entry.clock + 1;
    entry.next = { client, clock: clock + 1, length: entry.length - length, originClient: client, originClock: clock, next: entry.next };
    entry.length = length;
    const entries = this.#ofClient(client);
    this.#effort.spend(entries.length / CUT_SHARE);
    entries.splice(this.#indexOf(client, entry.clock) + 1, 0, entry.next);
    return entry;
  }
}
