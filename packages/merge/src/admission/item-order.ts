/**
 * The order of a text's or fragment's items as it will be, found by Yjs's own rule (YATA; `Item.integrate` in Yjs 13.6). Built only when
 * the order of two items cannot be told from what they say of each other, for it copies the list.
 */
import type * as Y from 'yjs';
import type { Steps } from './key-history.ts';
import { MAX_STEPS } from './limits.ts';
import type { YType } from './places.ts';
import { refuse } from './refused.ts';
import { NONE, type Scanned } from './scan.ts';

interface Entry {
  readonly client: number;
  readonly clock: number;
  length: number;
  readonly originClient: number;
  readonly originClock: number;
  readonly rightClient: number;
  readonly rightClock: number;
  previous: Entry | null;
  next: Entry | null;
}

export class ItemOrder {
  #first: Entry | null = null;
  /** By client, ascending by clock. */
  readonly #byClient = new Map<number, Entry[]>();
  readonly #steps: Steps;

  /**
   * @param type  null when the update itself brings it
   * @param steps  what the copies that one update makes cost, in all
   */
  constructor(type: YType | null, steps: Steps) {
    this.#steps = steps;
    let previous: Entry | null = null;
    for (let item: Y.Item | null = type?._start ?? null; item !== null; item = item.right) {
      this.#step();
      const { id, length, origin, rightOrigin } = item;
      const entry: Entry = {
        client: id.client,
        clock: id.clock,
        length,
        originClient: origin?.client ?? NONE,
        originClock: origin?.clock ?? 0,
        rightClient: rightOrigin?.client ?? NONE,
        rightClock: rightOrigin?.clock ?? 0,
        previous,
        next: null,
      };
      if (previous === null) this.#first = entry;
      else previous.next = entry;
      previous = entry;
      this.#ofClient(id.client).push(entry);
    }
    for (const entries of this.#byClient.values()) entries.sort((a, b) => a.clock - b.clock);
  }

  add({ client, clock, length, originClient, originClock, rightClient, rightClock }: Scanned): void {
    const entry: Entry = { client, clock, length, originClient, originClock, rightClient, rightClock, previous: null, next: null };
    const right = rightClient === NONE ? null : this.#startingAt(rightClient, rightClock);
    let left = originClient === NONE ? null : this.#endingAt(originClient, originClock);
    const before = new Set<Entry>();
    const conflicting = new Set<Entry>();
    for (let other = left === null ? this.#first : left.next; other !== null && other !== right; other = other.next) {
      this.#step();
      before.add(other);
      conflicting.add(other);
      if (isSame(other.originClient, other.originClock, originClient, originClock)) {
        if (other.client < client) {
          left = other;
          conflicting.clear();
        } else if (isSame(other.rightClient, other.rightClock, rightClient, rightClock)) {
          break;
        }
      } else {
        const origin = other.originClient === NONE ? null : this.#holding(other.originClient, other.originClock);
        if (origin === null || !before.has(origin)) break;
        if (!conflicting.has(origin)) {
          left = other;
          conflicting.clear();
        }
      }
    }
    this.#link(entry, left, left === null ? this.#first : left.next);
    // A client's structs come in the order of their clocks.
    this.#ofClient(client).push(entry);
  }

  /** Whether the item of the first id stands before that of the second. */
  isBefore(client: number, clock: number, otherClient: number, otherClock: number): boolean {
    const from = this.#endingAt(client, clock);
    const to = this.#startingAt(otherClient, otherClock);
    for (let entry = from?.next ?? null; entry !== null; entry = entry.next) {
      this.#step();
      if (entry === to) return true;
    }
    return false;
  }

  #link(entry: Entry, previous: Entry | null, next: Entry | null): void {
    entry.previous = previous;
    entry.next = next;
    if (previous === null) this.#first = entry;
    else previous.next = entry;
    if (next !== null) next.previous = entry;
  }

  #ofClient(client: number): Entry[] {
    let entries = this.#byClient.get(client);
    if (entries === undefined) this.#byClient.set(client, (entries = []));
    return entries;
  }

  #indexOf(entries: readonly Entry[], clock: number): number {
    let low = 0;
    let high = entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const entry = entries[middle]!;
      if (clock < entry.clock) high = middle - 1;
      else if (clock >= entry.clock + entry.length) low = middle + 1;
      else return middle;
    }
    return refuse('malformed');
  }

  #holding(client: number, clock: number): Entry {
    const entries = this.#ofClient(client);
    return entries[this.#indexOf(entries, clock)]!;
  }

  /** The entry whose last clock this is, split off where need be. */
  #endingAt(client: number, clock: number): Entry {
    const entry = this.#holding(client, clock);
    if (clock < entry.clock + entry.length - 1) this.#split(entry, clock + 1);
    return entry;
  }

  #startingAt(client: number, clock: number): Entry {
    const entry = this.#holding(client, clock);
    return clock === entry.clock ? entry : this.#split(entry, clock);
  }

  #split(entry: Entry, clock: number): Entry {
    const { client, rightClient, rightClock } = entry;
    const length = clock - entry.clock;
    const rest: Entry = {
      client,
      clock,
      length: entry.length - length,
      originClient: client,
      originClock: clock - 1,
      rightClient,
      rightClock,
      previous: null,
      next: null,
    };
    entry.length = length;
    this.#link(rest, entry, entry.next);
    const entries = this.#ofClient(client);
    entries.splice(this.#indexOf(entries, entry.clock) + 1, 0, rest);
    return rest;
  }

  #step(): void {
    if (++this.#steps.taken > MAX_STEPS) refuse('too-large');
  }
}

function isSame(client: number, clock: number, otherClient: number, otherClock: number): boolean {
  return client === otherClient && (client === NONE || clock === otherClock);
}
