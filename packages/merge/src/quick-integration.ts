/**
 * Yjs 13.6 takes a step over each item between an item's origin and its place. Where two people wrote thousands of lines at the top of a
 * text and knew nothing of each other, each new line walks over all of the other's: minutes for 50,000 lines. The line that the same
 * client put there just before took that very walk, so this one begins where that ended, and comes to the same place.
 */
import * as Y from 'yjs';

/** How far the last item of a client behind an origin came, in this transaction. */
interface Walk {
  readonly item: Y.Item;
  /** The item that it was put behind. */
  readonly behind: Y.Item;
}

/** By what stands at the origin (or the text, when there is no origin), and by client. */
type Walks = Map<unknown, Map<number, Walk>>;

const walksOf = new WeakMap<Y.Transaction, Walks>();
const plainly = Y.Item.prototype.integrate;

/** The number of logs that Yjs and this must put in the same order before this takes its place: a few milliseconds. */
const TRIALS = 60;

/**
 * From now on every document of this program integrates so. What comes of it is the same, item by item.
 * @returns  false, and Yjs stays as it was, where it is a Yjs that orders items otherwise than the one this was written for, or
 *   somebody else has put something in its place
 */
export function integrateQuickly(): boolean {
  if (Y.Item.prototype.integrate === integrate) return true;
  if (Y.Item.prototype.integrate !== plainly) return false;
  isSame ??= ordersAlike(plainly, integrate);
  if (isSame) Y.Item.prototype.integrate = integrate;
  return isSame;
}

let isSame: boolean | null = null;

/** Whether both put the items of the same logs in the same order. By what they do, for a bundler leaves no source to read. */
export function ordersAlike(one: Integrate, other: Integrate, trials = TRIALS): boolean {
  const before = Y.Item.prototype.integrate;
  const orderBy = (integrate: Integrate, seed: number): string => {
    Y.Item.prototype.integrate = integrate;
    return orderOf(seed);
  };
  try {
    for (let seed = 1; seed <= trials; seed++) if (orderBy(one, seed) !== orderBy(other, seed)) return false;
    return true;
  } catch {
    return false;
  } finally {
    Y.Item.prototype.integrate = before;
  }
}

type Integrate = Y.Item['integrate'];

/** Three people who write at the same places, unknown to each other and in turn: where each item comes to stand. */
function orderOf(seed: number): string {
  let state = seed * 2_654_435_761;
  const below = (bound: number): number => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8) % bound;
  const ids: Y.ID[] = [];
  const tops = new Map<string, Y.ID>();
  const clocks = [0, 0, 0];
  const doc = new Y.Doc();
  const text = doc.getText('trial');
  doc.transact((transaction) => {
    for (let i = 0; i < 30; i++) {
      const client = below(3);
      const clock = clocks[client]!;
      const left = ids.length === 0 || below(4) === 0 ? null : ids[below(Math.min(ids.length, 5))]!;
      const at = `${client}@${left === null ? '' : `${left.client}:${left.clock}`}`;
      const right = below(4) > 0 ? (tops.get(at) ?? null) : ids.length === 0 || below(2) === 0 ? null : ids[below(ids.length)]!;
      const id = Y.createID(client, clock);
      const item = new Y.Item(id, null, left, null, right, text, null, new Y.ContentString('ab'.slice(below(2))));
      for (let unit = 0; unit < item.length; unit++) ids.push(Y.createID(client, clock + unit));
      clocks[client] = clock + item.length;
      tops.set(at, id);
      item.getMissing(transaction, doc.store);
      item.integrate(transaction, 0);
    }
  });
  const order: string[] = [];
  for (let item = text._start; item !== null; item = item.right)
    for (let unit = 0; unit < item.length; unit++) order.push(`${item.id.client}:${item.id.clock + unit}`);
  return order.join(' ');
}

function integrate(this: Y.Item, transaction: Y.Transaction, offset: number): void {
  const { left, right, parent } = this;
  // Without a parent it is dropped, for what it belonged to is gone.
  if (offset > 0 || this.parentSub !== null || !(parent instanceof Y.AbstractType)) return plainly.call(this, transaction, offset);
  // Where both origins were in one item, Yjs cuts it and loses sight of the left one: nothing is sure after that.
  if (left !== null && left.id.clock + left.length - 1 !== this.origin!.clock) walksOf.delete(transaction);
  const isBeside = left === null ? right !== null && right.left === null : left.right === right;
  if (isBeside) return plainly.call(this, transaction, offset);
  const at = left ?? parent;
  const { client } = this.id;
  let walks = walksOf.get(transaction);
  if (walks === undefined) walksOf.set(transaction, (walks = new Map()));
  const last = walks.get(at)?.get(client);
  if (last !== undefined && last.item === right && Y.compareIDs(right.origin, this.origin)) {
    const behind = walkOn(this, last.behind, right, transaction.doc.store);
    this.left = behind;
    this.right = behind.right;
    plainly.call(this, transaction, offset);
    forgetPassed(walks, behind, last.behind);
    walks.get(at)!.set(client, { item: this, behind });
    return;
  }
  plainly.call(this, transaction, offset);
  const behind = this.left;
  forgetPassed(walks, behind, left);
  if (behind === null || behind === left) return;
  let ofClients = walks.get(at);
  if (ofClients === undefined) walks.set(at, (ofClients = new Map()));
  ofClients.set(client, { item: this, behind });
}

/** Behind what an item passed, others may no longer come to where the last one came. */
function forgetPassed(walks: Walks, to: Y.Item | null, from: Y.Item | null): void {
  for (let item = to; item !== null && item !== from; item = item.left) walks.delete(item);
}

/** The rest of Yjs's walk: over what came since between where it ended and the right origin. */
function walkOn(item: Y.Item, from: Y.Item, right: Y.Item, store: Y.Doc['store']): Y.Item {
  let behind = from;
  const conflicting = new Set<Y.Item>();
  for (let other = from.right; other !== null && other !== right; other = other.right) {
    conflicting.add(other);
    if (Y.compareIDs(item.origin, other.origin)) {
      if (other.id.client < item.id.client) {
        behind = other;
        conflicting.clear();
      } else if (Y.compareIDs(item.rightOrigin, other.rightOrigin)) {
        break;
      }
    } else if (other.origin === null) {
      break;
    } else if (!conflicting.has(Y.getItem(store, other.origin))) {
      behind = other;
      conflicting.clear();
    }
  }
  return behind;
}
