/**
 * Where Yjs 13.6 puts an item of a text or fragment (YATA; `Item.integrate`): the one walk that both the judge rehearses on what an update
 * would bring and `quick-integration.ts` takes, so that what was counted at the door is what is walked behind it.
 */
import type * as Y from 'yjs';

/** An item that stands in a line, or a part of one. */
export interface Standing {
  readonly id: Y.ID;
  readonly length: number;
  readonly origin: Y.ID | null;
  readonly rightOrigin: Y.ID | null;
}

/** A line of items as it stands. */
export interface Line<Item extends Standing> {
  next(item: Item): Item | null;
  /** What it costs to step over it: `STEP`, or more where it stands for several. */
  effortOf(item: Item): number;
  /** What holds a clock, or stands for it: looked for by halving. */
  holding(id: Y.ID): unknown;
}

/** The item that is to be placed. */
export interface Comer {
  readonly client: number;
  readonly origin: Y.ID | null;
  readonly rightOrigin: Y.ID | null;
}

/** Whoever counts the steps, and may stop the walk by throwing. */
export interface Counter {
  spend(effort: number): void;
}

/** What a step costs, in tenths of a microsecond, judged and taken: from one item to the next, and with looking for its origin. */
export const STEP = 2;
export const SEARCH = 5;

export interface Landing<Item> {
  /** The item behind which the comer is put, or null at the start. */
  behind: Item | null;
  /**
   * Whether it comes to stand in the midst of the branch of an item that it passed. What people write never does, and the
   * judge lets no such item in (AD6); a walk that is resumed is only sure where none has.
   */
  isAstray: boolean;
}

/**
 * @param left       the item that ends with the comer's origin, or null
 * @param first      where the walk begins: behind `left`, or where the last walk of the same client behind the same origin ended
 * @param right      the item that begins with its right origin, or null
 * @param isResumed  whether it begins further on: every origin that is not met on the way was met before
 */
export function land<Item extends Standing>(
  line: Line<Item>,
  comer: Comer,
  left: Item | null,
  first: Item | null,
  right: Item | null,
  isResumed: boolean,
  counter: Counter,
): Landing<Item> {
  let behind = left;
  /** Those that were met, in their order. From `open` on they conflict with the comer: it is not yet known whether it stands behind them. */
  const met = new Map<unknown, number>();
  let open = 0;
  let last: Item | null = null;
  for (let item = first; item !== null && item !== right; item = line.next(item)) {
    counter.spend(line.effortOf(item));
    const at = met.size;
    met.set(item, at);
    let isPassed = true;
    if (isSameId(item.origin, comer.origin)) {
      isPassed = item.id.client < comer.client;
      if (!isPassed && isSameId(item.rightOrigin, comer.rightOrigin)) break;
    } else {
      if (item.origin === null) break;
      const origin = last !== null && holds(last, item.origin) ? at - 1 : met.get(search(line, item.origin, counter));
      if (origin === undefined && !isResumed) break;
      isPassed = origin === undefined || origin < open;
    }
    last = item;
    if (!isPassed) continue;
    behind = item;
    open = at + 1;
  }
  if (behind === left || behind === null) return { behind, isAstray: false };
  const next = line.next(behind);
  if (next === null || next.origin === null || isSameId(next.origin, comer.origin)) return { behind, isAstray: false };
  return { behind, isAstray: isResumed || (met.get(search(line, next.origin, counter)) ?? open) < open };
}

function search<Item extends Standing>(line: Line<Item>, id: Y.ID, counter: Counter): unknown {
  counter.spend(SEARCH);
  return line.holding(id);
}

function holds({ id, length }: Standing, { client, clock }: Y.ID): boolean {
  return id.client === client && clock >= id.clock && clock < id.clock + length;
}

export function isSameId(one: Y.ID | null, other: Y.ID | null): boolean {
  return one === other || (one !== null && other !== null && one.client === other.client && one.clock === other.clock);
}
