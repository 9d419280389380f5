/**
 * Makes a person's edits again in another document, where the server's state already stands: under a new clientID, at
 * the same places. Used after a refusal for everything that was not itself refused. What finds no place is named, never dropped.
 */
import * as Y from 'yjs';
import { isMeant, itemsIn, itemsOf, keyedItemsOf, typeIn, type AnyType } from './field.ts';
import { each, minus, rangesOf, within, type ClockRange, type Ranges } from './ranges.ts';

export interface Reapplying {
  /** The document as the person had it; read only. */
  readonly old: Y.Doc;
  /** The server's state, with its roots opened. */
  readonly fresh: Y.Doc;
  /** Structs of `old` that `fresh` lacks and that shall be made again. */
  readonly inserted: Ranges;
  /** Ranges that the person deleted and that shall be deleted again. */
  readonly deleted: Ranges;
  /** Structs of the person that somebody else's container buried: made again too. */
  readonly buried: Ranges;
}

/** @returns the structs of `inserted` that are meant in `old` and found no place in `fresh` */
export function reapply(edits: Reapplying, origin: unknown): Ranges {
  const work = new Work(edits);
  edits.fresh.transact((transaction) => {
    for (const [name, root] of edits.old.share) {
      const fresh = edits.fresh.share.get(name);
      if (fresh !== undefined) work.merge(root as AnyType, fresh as AnyType);
    }
    work.deleteAgain(transaction);
  }, origin);
  return minus(meantIn(edits.old, edits), rangesOf(work.placed));
}

class Work {
  readonly placed: (readonly [number, ClockRange])[] = [];
  readonly #edits: Reapplying;

  constructor(edits: Reapplying) {
    this.#edits = edits;
  }

  merge(old: AnyType, fresh: AnyType): void {
    this.#mergeList(old, fresh);
    for (const [key, item] of keyedItemsOf(old, this.#edits.buried)) if (this.#means(item)) this.#mergeKey(key, item, fresh);
  }

  /** Walks the old list in its order, and puts what is missing after the last thing before it that stands in both. */
  #mergeList(old: AnyType, fresh: AnyType): void {
    const place = new Place(this.#edits.fresh, fresh);
    const format = new Map<string, unknown>();
    for (const item of itemsOf(old)) {
      const meant = this.#means(item);
      const mine = meant ? within(this.#edits.inserted, item.id, item.length) : [];
      if (meant && item.content instanceof Y.ContentFormat) {
        format.set(item.content.key, item.content.value);
        if (mine.length > 0) this.#place(item, 0, item.length);
        continue;
      }
      let seen = 0;
      for (const { from, to } of mine) {
        if (from > seen) place.after(item, from);
        place.grew(this.#insert(item, from, to, fresh, place, format));
        seen = to;
      }
      if (seen < item.length) place.after(item, item.length);
      const inner = !meant || mine.length > 0 ? null : typeIn(item);
      const counterpart = inner === null ? null : typeOf(this.#edits.fresh, item.id);
      if (inner !== null && counterpart !== null) this.merge(inner, counterpart);
    }
  }

  /** @returns how much longer the fresh list is */
  #insert(item: Y.Item, from: number, to: number, fresh: AnyType, place: Place, format: ReadonlyMap<string, unknown>): number {
    if (item.content instanceof Y.ContentString && fresh instanceof Y.Text) {
      const text = item.content.str.slice(from, to);
      if (fresh instanceof Y.XmlText)
        fresh.insert(place.index(), text, Object.fromEntries([...format].filter(([, value]) => value !== null)));
      else fresh.insert(place.index(), text);
      this.#place(item, from, to);
      return to - from;
    }
    const inner = typeIn(item);
    if (fresh instanceof Y.XmlFragment && (inner instanceof Y.XmlElement || inner instanceof Y.XmlText)) {
      const copy = inner instanceof Y.XmlElement ? new Y.XmlElement(inner.nodeName) : new Y.XmlText();
      fresh.insert(place.index(), [copy]);
      this.#place(item, from, to);
      this.merge(inner as unknown as AnyType, copy as unknown as AnyType);
      return 1;
    }
    return 0;
  }

  #mergeKey(key: string, item: Y.Item, fresh: AnyType): void {
    const mine = within(this.#edits.inserted, item.id, item.length).length > 0;
    const inner = typeIn(item);
    if (inner === null) {
      if (mine && setKey(fresh, key, item.content.getContent().at(-1))) this.#place(item, 0, item.length);
      return;
    }
    const standing = fresh._map.get(key);
    const there = standing === undefined || standing.deleted ? null : typeIn(standing);
    if (there !== null && there.constructor === inner.constructor) {
      // The same container, or one that somebody else made at the same key meanwhile: the words join theirs.
      if (mine) this.#place(item, 0, item.length);
      this.merge(inner, there);
    } else if (mine && standing === undefined && fresh instanceof Y.Map) {
      const copy = inner._copy();
      fresh.set(key, copy);
      this.#place(item, 0, item.length);
      this.merge(inner, copy as AnyType);
    }
  }

  deleteAgain(transaction: Y.Transaction): void {
    const { fresh } = this.#edits;
    for (const [client, { clock, length }] of each(this.#edits.deleted)) {
      const end = Math.min(clock + length, Y.getState(fresh.store, client));
      for (let at = clock; at < end;) {
        const struct = Y.getItemCleanStart(transaction, Y.createID(client, at)) as Y.Item | Y.GC;
        if (!(struct instanceof Y.Item)) {
          at = struct.id.clock + struct.length;
          continue;
        }
        const item =
          struct.id.clock + struct.length > end ? Y.getItemCleanEnd(transaction, fresh.store, Y.createID(client, end - 1)) : struct;
        // A key is replaced by setting it anew, which `merge` has done; it is never left empty.
        if (item.parentSub === null && !this.#wentWithItsContainer(item)) item.delete(transaction);
        at = item.id.clock + item.length;
      }
    }
  }

  /**
   * Containers are never deleted by anyone: one that is gone in the old document lost its key to the person's own, and
   * took somebody else's words with it. The person did not delete those.
   */
  #wentWithItsContainer(item: Y.Item): boolean {
    for (let holder = (item.parent as AnyType)._item; holder !== null; holder = (holder.parent as AnyType)._item) {
      if (holder.parentSub !== null && typeOf(this.#edits.old, holder.id) === null) return true;
    }
    return false;
  }

  #means(item: Y.Item): boolean {
    return isMeant(item, this.#edits.buried);
  }

  #place(item: Y.Item, from: number, to: number): void {
    this.placed.push([item.id.client, { clock: item.id.clock + from, length: to - from }]);
  }
}

function setKey(type: AnyType, key: string, value: unknown): boolean {
  if (type instanceof Y.Map) type.set(key, value);
  else if (type instanceof Y.XmlElement) type.setAttribute(key, value as string);
  else return false;
  return true;
}

/** A place in a fresh list. Its index is worked out only when something is put there: that costs a walk of the list. */
class Place {
  readonly #fresh: Y.Doc;
  readonly #type: AnyType;
  #after: Y.ID | null = null;
  #index: number | null = 0;

  constructor(fresh: Y.Doc, type: AnyType) {
    this.#fresh = fresh;
    this.#type = type;
  }

  /** Moves behind the first `length` units of an item, when the fresh list has them. */
  after(item: Y.Item, length: number): void {
    const last = Y.createID(item.id.client, item.id.clock + length - 1);
    if (Y.getState(this.#fresh.store, last.client) <= last.clock) return;
    const struct = Y.getItem(this.#fresh.store, last) as Y.Item | Y.GC;
    if (!(struct instanceof Y.Item) || (struct.parent as AnyType) !== this.#type) return;
    this.#after = last;
    this.#index = null;
  }

  index(): number {
    if (this.#index === null) {
      const position = new Y.RelativePosition(null, null, this.#after, -1);
      this.#index = Y.createAbsolutePositionFromRelativePosition(position, this.#fresh, false)?.index ?? 0;
    }
    return this.#index;
  }

  grew(by: number): void {
    if (by > 0) this.#index = this.index() + by;
  }
}

function typeOf(fresh: Y.Doc, id: Y.ID): AnyType | null {
  if (Y.getState(fresh.store, id.client) <= id.clock) return null;
  const item = Y.getItem(fresh.store, id) as Y.Item | Y.GC;
  return item instanceof Y.Item && !item.deleted ? typeIn(item) : null;
}

function meantIn(doc: Y.Doc, { inserted, buried }: Reapplying): Ranges {
  const meant: (readonly [number, ClockRange])[] = [];
  for (const item of itemsIn(doc, buried)) {
    if (!isMeant(item, buried)) continue;
    for (const { from, to } of within(inserted, item.id, item.length)) {
      meant.push([item.id.client, { clock: item.id.clock + from, length: to - from }]);
    }
  }
  return rangesOf(meant);
}
