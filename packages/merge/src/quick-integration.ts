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

/** From now on every document of this program integrates so. What comes of it is the same, item by item. */
export function integrateQuickly(): void {
  Y.Item.prototype.integrate = integrate;
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
