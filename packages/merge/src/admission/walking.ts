/**
 * What it will cost Yjs to find the places of new items. An item that was written between two neighbours costs nothing; one
 * whose origins lie apart makes Yjs walk over what stands between them, and a kilobyte of such items can hold a server for
 * seconds. The walk is counted here before it is taken (YATA; `Item.integrate` in Yjs 13.6).
 */
import * as Y from 'yjs';
import { MAX_APART, MAX_PASSED, MAX_WALK } from './limits.ts';
import type { Place, YType } from './places.ts';
import { refuse } from './refused.ts';
import { NONE, type Scanned } from './scan.ts';

/** Counts, for one update. */
export class Walking {
  #walked = 0;
  #apart = 0;
  #passedInAll = 0;
  /** How many items of the document stand between a new item's origin and itself, where any do. */
  readonly #passed = new Map<Scanned, number>();
  /** The last of these behind each origin, by client: the next one before it takes no walk (`quick-integration.ts`). */
  readonly #last = new Map<string, Scanned>();
  /** By origin. */
  readonly #siblings = new Map<unknown, Siblings>();

  /**
   * Counts the walk through the document for an item whose origins are both in it, or are not given.
   * @param isAlone  whether the update brings items of one client only, so that none of them can push it further
   */
  through(type: YType, store: Y.Doc['store'], struct: Scanned, left: Y.Item | null, right: Y.Item | null, isAlone: boolean): void {
    const first = left === null ? type._start : left.right;
    const isMiddle = left !== null && struct.originClock < left.id.clock + left.length - 1;
    // Neighbours, or both within one item.
    if (first === right || (isMiddle && left === right && struct.originClock + 1 === struct.rightClock)) return;
    const before = new Set<Y.Item>(isMiddle ? [left] : []);
    const conflicting = new Set<Y.Item>(before);
    let steps = 0;
    let passed = 0;
    for (let other = first; other !== null && other !== right; other = other.right) {
      if (++this.#walked > MAX_WALK) refuse('too-large');
      steps++;
      before.add(other);
      conflicting.add(other);
      const origin = other.origin === null || hasOrigin(other, struct) ? null : Y.getItem(store, other.origin);
      if (hasOrigin(other, struct)) {
        const isSame =
          other.rightOrigin === null ? struct.rightClient === NONE : isId(other.rightOrigin, struct.rightClient, struct.rightClock);
        if (other.id.client >= struct.client) {
          if (isSame) break;
          continue;
        }
      } else if (origin === null || !before.has(origin)) {
        break;
      } else if (conflicting.has(origin)) {
        continue;
      }
      passed = steps;
      conflicting.clear();
    }
    this.#note(struct, isAlone ? passed : steps);
  }

  /** Counts the walk for an item whose origin is in the document, or not given, and whose right origin comes with the update. */
  upTo(theirs: Scanned, type: YType, store: Y.Doc['store'], struct: Scanned, left: Y.Item | null, isAlone: boolean): void {
    const hasSameOrigin = theirs.originClient === struct.originClient && theirs.originClock === struct.originClock;
    if (!hasSameOrigin) return this.through(type, store, struct, left, null, isAlone);
    const passed = this.#passed.get(theirs) ?? 0;
    if (passed === 0) return;
    if (this.#last.get(keyOf(struct)) !== theirs && (this.#walked += passed) > MAX_WALK) refuse('too-large');
    if ((this.#passedInAll += passed) > MAX_PASSED) refuse('too-large');
    this.#note(struct, passed);
  }

  #note(struct: Scanned, passed: number): void {
    if (passed === 0) return;
    this.#passed.set(struct, passed);
    this.#last.set(keyOf(struct), struct);
  }

  /**
   * Counts the walk among the items of the update itself that share an origin: where it has many, and they lie apart.
   * @param ours  the origin, when it comes with the update
   */
  among(place: Place, struct: Scanned, ours: Scanned | null, total: number): void {
    const { originClock } = struct;
    const isEnd = ours !== null && ours.clock + ours.length - 1 === originClock;
    // Nearly always: the end of what was typed before, and nothing behind it yet.
    if (isEnd && ours.next === null) {
      ours.next = struct;
      return;
    }
    const at: unknown = isEnd ? ours : struct.originClient === NONE ? place : `${struct.originClient}:${originClock}`;
    const siblings = this.#siblings.get(at);
    if (siblings === undefined && !isEnd) {
      this.#siblings.set(at, { lowest: struct.client, last: struct, count: 1 });
      return;
    }
    const { lowest, last, count } = siblings ?? { lowest: ours!.next!.client, last: ours!.next!, count: 1 };
    const isBefore = struct.rightClient === last.client && struct.rightClock === last.clock;
    const isBeside = struct.client === last.client && struct.rightClient === last.rightClient && struct.rightClock === last.rightClock;
    // Behind items of a lower client lies everything that was written after them.
    if (!isBefore) this.#apart += lowest < struct.client ? total : isBeside ? 1 : count;
    if (this.#apart > MAX_APART) refuse('too-large');
    this.#siblings.set(at, { lowest: Math.min(lowest, struct.client), last: struct, count: count + 1 });
  }
}

function keyOf({ client, originClient, originClock }: Scanned): string {
  return `${client}:${originClient}:${originClock}`;
}

interface Siblings {
  readonly lowest: number;
  readonly last: Scanned;
  readonly count: number;
}

function hasOrigin(item: Y.Item, struct: Scanned): boolean {
  return item.origin === null ? struct.originClient === NONE : isId(item.origin, struct.originClient, struct.originClock);
}

function isId(id: Y.ID, client: number, clock: number): boolean {
  return id.client === client && id.clock === clock;
}
