/**
 * Whether every replica will put an item at the same place, in whatever order it integrates what it gets. Yjs keeps the items of a text
 * or fragment as the tree of their origins, written out from left to right: an item stands behind its origin, among those that have the same
 * one, and a right origin only says before which of these. That holds for any right origin which is one of them or stands
 * outside of the origin's branch; one deeper in the branch would set the item into the midst of a neighbour's branch, at a place that
 * depends on what came before. What people write, undo and redo has never such origins. See docs/how-an-edit-is-judged.md.
 */
import * as Y from 'yjs';
import type { Judgement } from './judgement.ts';
import { ANCESTOR } from './limits.ts';
import { NONE, type Scanned } from './scan.ts';
import { structAt } from './store.ts';

/** One item of the document or of the update, as far as its origins go. */
interface Linked {
  /** Whether the document has it. */
  readonly isStored: boolean;
  readonly clock: number;
  readonly originClient: number;
  readonly originClock: number;
  readonly rightClient: number;
  readonly rightClock: number;
}

/** Whether the origins of an item of a text or fragment, both in the same one, fit together. */
export function originsAgree(judgement: Judgement, struct: Scanned): boolean {
  const { originClient, originClock, rightClient, rightClock } = struct;
  if (rightClient === NONE) return true;
  const right = itemAt(judgement, rightClient, rightClock);
  const isInside = rightClock > right.clock;
  const parentClient = isInside ? rightClient : right.originClient;
  const parentClock = isInside ? rightClock - 1 : right.originClock;
  if (parentClient === originClient && (originClient === NONE || parentClock === originClock)) return true;
  if (originClient === NONE) return false;
  // An item is younger than its origin.
  if (rightClient === originClient && rightClock <= originClock)
    return !mayShareAnItem((client, clock) => itemAt(judgement, client, clock), originClient, rightClock, originClock);
  return parentClient === NONE || !isAbove(judgement, originClient, originClock, parentClient, parentClock);
}

/**
 * Whether one item of Yjs may hold these two clocks and the one before the first: it joins what was typed in one go. It would then cut the
 * item for the right origin and lose sight of the left one, which stands behind it.
 */
export function mayShareAnItem(at: (client: number, clock: number) => Linked, client: number, from: number, to: number): boolean {
  for (let clock = to; ;) {
    const item = at(client, clock);
    if (from > item.clock) return true;
    if (item.clock === 0 || item.originClient !== client || item.originClock !== item.clock - 1) return false;
    const before = at(client, item.clock - 1);
    if (before.rightClient !== item.rightClient || (item.rightClient !== NONE && before.rightClock !== item.rightClock)) return false;
    if (from === item.clock) return true;
    clock = item.clock - 1;
  }
}

/** Whether the first character is the second or an origin of it, or of its origin, and so on. Both are looked for at once: one is soon met. */
function isAbove(judgement: Judgement, client: number, clock: number, belowClient: number, belowClock: number): boolean {
  const isNew = structAt(judgement.store, client, clock) === null;
  let [upClient, upClock] = [belowClient, belowClock];
  let [otherClient, otherClock] = [client, clock];
  while (upClient !== NONE) {
    if (upClient === client && upClock < clock) return false;
    const item = itemAt(judgement, upClient, upClock);
    if (upClient === client && item.clock <= clock) return true;
    if (isNew && item.isStored) return false;
    [upClient, upClock] = [item.originClient, item.originClock];
    if (otherClient === NONE) continue;
    const other = itemAt(judgement, otherClient, otherClock);
    if (otherClient === belowClient && otherClock >= belowClock && other.clock <= belowClock) return false;
    [otherClient, otherClock] = [other.originClient, other.originClock];
  }
  return false;
}

function itemAt(judgement: Judgement, client: number, clock: number): Linked {
  judgement.effort.spend(ANCESTOR);
  const item = structAt(judgement.store, client, clock);
  if (item === null) {
    const { clock: start, originClient, originClock, rightClient, rightClock } = judgement.incomingAt(client, clock);
    return { isStored: false, clock: start, originClient, originClock, rightClient, rightClock };
  }
  return linked(item);
}

export function linked(item: Y.Item | Y.GC): Linked {
  const { origin = null, rightOrigin = null } = item instanceof Y.Item ? item : {};
  return {
    isStored: true,
    clock: item.id.clock,
    originClient: origin?.client ?? NONE,
    originClock: origin?.clock ?? 0,
    rightClient: rightOrigin?.client ?? NONE,
    rightClock: rightOrigin?.clock ?? 0,
  };
}
