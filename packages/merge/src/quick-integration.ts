/**
 * Yjs 13.6 takes a step over each item between an item's origin and its place. Where two people wrote thousands of lines at the top of a
 * text and knew nothing of each other, each new line walks over all of the other's: minutes for 50,000 lines. The line that the same
 * client put there just before took that very walk, so this one begins where that ended, and comes to the same place.
 *
 * Why it does. Let X have come from its origin A to stand behind P, and let X' have the same client and origin, and X as its right
 * origin. A whole walk for X' meets what X met, in the same order, and decides the same on it; what is new between A and X is one of three.
 * Below something that is met there: it is passed exactly when that is, and P with all before it still is. With origin A: a lower
 * client is passed, and a higher one ends no walk, for only one with X as its right origin could, and that has itself passed all that
 * X' passes, so that it stands behind P. From elsewhere: it walked past A into the branch, is astray, and all walks are forgotten.
 * So behind P the whole walk goes on as the resumed one begins; an origin that the latter has not met was met before.
 *
 * Everything else here only decides to forget, which gives Yjs's own walk: breaking it costs time and no order. Every break of what decides
 * to resume, and of the walk itself, is caught by random logs but one: without its early end at a like right origin Yjs's walk
 * came to the same place in all of them. That line is Yjs's, and stays.
 */
import * as Y from 'yjs';
import { isSameId, land, STEP, type Counter, type Line } from './placing.ts';

/** By the item that walked: behind which one it was put, and the one before it may begin. For one transaction. */
type Walks = Map<Y.Item, Y.Item>;

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
  const start = left === null ? parent._start : left.right;
  if (start !== right) {
    const { store } = transaction.doc;
    const line: Line<Y.Item> = { next: nextOf, effortOf: oneStep, holding: (id) => Y.getItem(store, id as Y.ID) };
    const comer = { client: this.id.client, origin: this.origin, rightOrigin: this.rightOrigin };
    const isSibling = right !== null && right.id.client === this.id.client && isSameId(right.origin, this.origin);
    const last = isSibling ? walksOf.get(transaction)?.get(right) : undefined;
    const { behind, isAstray } =
      last === undefined
        ? land(line, comer, left, start, right, false, UNCOUNTED)
        : land(line, comer, last, last.right, right, true, UNCOUNTED);
    if (isAstray) walksOf.delete(transaction);
    if (behind !== null && behind !== left) {
      const walks = walksOf.get(transaction);
      if (walks === undefined) walksOf.set(transaction, new Map([[this, behind]]));
      else walks.set(this, behind);
    }
    this.left = behind;
    this.right = behind === null ? parent._start : behind.right;
  }
  // Its neighbours are found: nothing is left to walk over.
  plainly.call(this, transaction, offset);
}

const nextOf = (item: Y.Item): Y.Item | null => item.right as Y.Item | null;
const oneStep = (): number => STEP;
const UNCOUNTED: Counter = { spend: () => {} };
