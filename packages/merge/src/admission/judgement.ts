/** What one judgement carries along: who asks, what the update adds so far, and what its effects are. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { RefusalKind } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';
import * as Y from 'yjs';
import type { IdRange, Judged } from '../contract.ts';
import { whyNot, type Grant } from './grounds.ts';
import { Effort } from './effort.ts';
import { KeyValues } from './key-history.ts';
import { CUT, CUT_SHARE } from './limits.ts';
import { fieldAround, pathOf, type Place, type Places, type Where, type YType } from './places.ts';
import { refuse } from './refused.ts';
import { Rehearsal } from './rehearsal.ts';
import { NONE, type Scanned } from './scan.ts';
import { readsTheSame, type Steps } from './tidying.ts';

/** The structs that an update brings of one client, as far as they were judged. */
export interface Incoming {
  readonly client: number;
  readonly structs: readonly Scanned[];
  /** Whether the document has them all. */
  readonly isKnown: boolean;
  readonly end: number;
  /** In which capacity the new ones are judged. */
  readonly actor: Actor;
  /** Index of the first struct that was not judged yet. */
  next: number;
  isBusy: boolean;
}

export class Judgement {
  readonly kind: DocumentKind;
  readonly store: Y.Doc['store'];
  readonly places: Places;
  readonly by: Judged;
  /** In the order of the update. */
  readonly incoming: Incoming[] = [];
  #byClient: Map<number, Incoming> | null = null;
  /** Living ranges of the document that the update deletes, as found: they may repeat. */
  readonly deleted: IdRange[] = [];
  /** Structs that hold several values of one key. */
  readonly runs: Scanned[] = [];
  readonly #grown: Place[] = [];
  #onlyValues: KeyValues | null = null;
  #keys: Map<Place, Map<string, KeyValues>> | null = null;
  #tidied: Map<Place, { readonly items: Set<Y.Item>; readonly why: RefusalKind }> | null = null;
  /** Structs that the update brings, of all clients. */
  #structCount = 0;
  readonly effort = new Effort();
  #rehearsal: Rehearsal | null = null;
  #cuts: Map<Y.Item, Set<number>> | null = null;
  /** Nodes of rich text that the update deletes, with all that is in them. */
  #taken: Set<YType> | null = null;
  #within: Where = { place: null, key: null, opens: null };
  #sureOf: Grant | null = null;
  #sureAt: Place | null = null;
  #sureFor: Actor | null = null;

  constructor(kind: DocumentKind, store: Y.Doc['store'], places: Places, by: Judged) {
    this.kind = kind;
    this.store = store;
    this.places = places;
    this.by = by;
  }

  receive(incoming: Incoming): void {
    this.#structCount += incoming.structs.length;
    this.incoming.push(incoming);
    if (this.incoming.length > 1) (this.#byClient ??= new Map<number, Incoming>()).set(incoming.client, incoming);
  }

  /** What the update brings of a client. */
  incomingOf(client: number): Incoming | null {
    const first = this.incoming[0];
    if (first?.client === client) return first;
    return this.#byClient?.get(client) ?? null;
  }

  /** The struct of the update that holds a clock. */
  incomingAt(client: number, clock: number): Scanned {
    const structs = this.incomingOf(client)?.structs ?? [];
    let low = 0;
    let high = structs.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const struct = structs[middle]!;
      if (clock < struct.clock) high = middle - 1;
      else if (clock >= struct.clock + struct.length) low = middle + 1;
      else return struct;
    }
    return refuse('gap');
  }

  /** @param step  a key below the place, for the path of a refusal; or `#` */
  demand(grant: Grant, actor: Actor, place: Place, step: string): void {
    if (this.#sureOf === grant && this.#sureAt === place && this.#sureFor === actor) return;
    const why = this.whyNot(grant, actor, place);
    if (why !== null) refuse(why, `${pathOf(place)}/${step}`);
    this.#sureOf = grant;
    this.#sureAt = place;
    this.#sureFor = actor;
  }

  whyNot(grant: Grant, actor: Actor, place: Place): RefusalKind | null {
    return whyNot(grant, actor, this.by.phase, place.party, grant.asksAuthor && this.#isAuthorOf(place));
  }

  /** Notes that somebody without the right deletes the end of a mark. */
  tidy(place: Place, item: Y.Item, why: RefusalKind): void {
    this.#tidied ??= new Map();
    const tidied = this.#tidied.get(place);
    if (tidied === undefined) this.#tidied.set(place, { items: new Set([item]), why });
    else tidied.items.add(item);
  }

  /** Refuses when what was deleted without the right to is more than tidying. */
  checkTidying(): void {
    if (this.#tidied === null) return;
    const addedTo = new Set<Place>();
    for (const { structs } of this.incoming) for (const { where } of structs) if (where?.place) addedTo.add(where.place);
    const reading: Steps = { taken: 0 };
    for (const [place, { items, why }] of this.#tidied) {
      const isTidying = place.type !== null && !addedTo.has(place) && readsTheSame(place.type, items, reading);
      if (!isTidying) refuse(why, `${pathOf(place)}/#`);
    }
    this.effort.spend(reading.taken);
  }

  /**
   * Counts what it will cost to find the item's place among those of its type.
   * @param ours  the origin, when it comes with the update
   * @param theirs  the right origin, when it does
   */
  rehearse(struct: Scanned, place: Place, left: Y.Item | null, right: Y.Item | null, ours: Scanned | null, theirs: Scanned | null): void {
    if (this.#structCount === 1 && isBeside(struct, place, left, right)) return;
    (this.#rehearsal ??= new Rehearsal(this, this.effort)).place(struct, place, left, right, ours, theirs);
  }

  /** Structs of one client, in the document and with the update. */
  structsOf(client: number): number {
    return (this.store.clients.get(client)?.length ?? 0) + (this.incomingOf(client)?.structs.length ?? 0);
  }

  /** Yjs replaces both halves of a character that is cut in two, so who cuts needs the right to delete there. */
  cut(item: Y.Item, offset: number, actor: Actor): void {
    if (this.#isNewCut(item, offset)) this.effort.spend(CUT + this.structsOf(item.id.client) / CUT_SHARE);
    if (item.deleted || !(item.content instanceof Y.ContentString)) return;
    const unit = item.content.str.charCodeAt(offset - 1);
    if (unit < 0xd800 || unit > 0xdbff) return;
    const place = this.placeOf(item);
    this.demand(place.ground.inside.delete, actor, place, '#');
  }

  /** Whoever types in the midst of a word cuts it once, however many letters it is. */
  #isNewCut(item: Y.Item, offset: number): boolean {
    if (this.#structCount === 1) return true;
    const cuts = (this.#cuts ??= new Map<Y.Item, Set<number>>());
    const known = cuts.get(item);
    if (known === undefined) cuts.set(item, new Set([offset]));
    return known === undefined || known.size < known.add(offset).size;
  }

  placeOf(item: Y.Item): Place {
    return this.places.of(item.parent as YType) ?? refuse('unknown-path');
  }

  /** One note for all items of a text that follow one another. */
  within(place: Place): Where {
    if (this.#within.place !== place) this.#within = { place, key: null, opens: null };
    return this.#within;
  }

  /** Whether a node is deleted here for the first time: what is in it goes once. */
  takes(type: YType): boolean {
    const taken = (this.#taken ??= new Set());
    return taken.size < taken.add(type).size;
  }

  grow(place: Place, length: number): void {
    const field = fieldAround(place);
    if (field.growth === 0) this.#grown.push(field);
    field.growth += length;
  }

  valuesOf(place: Place, key: string): KeyValues {
    // One struct, as a form sends: nothing to keep it apart from.
    if (this.#structCount === 1) return (this.#onlyValues = new KeyValues(place.type?._map.get(key), this.effort));
    this.#keys ??= new Map();
    let keys = this.#keys.get(place);
    if (keys === undefined) this.#keys.set(place, (keys = new Map()));
    let values = keys.get(key);
    if (values === undefined) keys.set(key, (values = new KeyValues(place.type?._map.get(key), this.effort)));
    return values;
  }

  isTaken(place: Place, key: string): boolean {
    return (place.type?._map.has(key) ?? false) || (this.#keys?.get(place)?.has(key) ?? false);
  }

  /** Keys of a list of entries, with those that the update adds. */
  sizeOf(place: Place): number {
    return (place.type?._map.size ?? 0) + (this.#keys?.get(place)?.size ?? 0);
  }

  /** Once every struct was judged: which of the document's values are replaced. */
  settleValues(): void {
    if (this.#onlyValues !== null) this.#settle(this.#onlyValues);
    if (this.#keys !== null) for (const keys of this.#keys.values()) for (const values of keys.values()) this.#settle(values);
  }

  #settle(values: KeyValues): void {
    const replaced = values.replaced();
    if (replaced !== null) this.deleted.push({ client: replaced.id.client, clock: replaced.id.clock, length: replaced.length });
  }

  /** Refuses when a text would be longer than its limit. */
  measure(): void {
    for (const place of this.#grown) {
      const { growth, ground, type } = place;
      if (growth <= 0 || (ground.node.type !== 'text' && ground.node.type !== 'rich')) continue;
      const { maxLength } = ground.node;
      if (ground.node.type === 'text') {
        if ((type?._length ?? 0) + growth > maxLength) refuse('too-large', pathOf(place));
      } else {
        const mayBeFull = place.atMost < 0 || place.atMost + growth > maxLength;
        const size = type === null ? 0 : mayBeFull ? sizeOf(type, this.effort) : place.atMost;
        if (size + growth > maxLength) refuse('too-large', pathOf(place));
        this.places.count(place, size + growth);
      }
    }
  }

  /** Leaves the places as they were found. */
  end(): void {
    for (const place of this.#grown) place.growth = 0;
  }

  #isAuthorOf(place: Place): boolean {
    const { entryClient } = place;
    if (entryClient === NONE) return false;
    const lease = this.by.leaseOf(entryClient);
    // Without a lease it is an entry of the update itself, under a clientID that is being claimed.
    return lease === null ? this.incomingOf(entryClient) !== null : lease.personId === this.by.author.personId;
  }
}

/** Whether the origins of an item are neighbours in the document, or within one item of it. */
export function isBeside(struct: Scanned, { type }: Place, left: Y.Item | null, right: Y.Item | null): boolean {
  const { originClock, rightClient, rightClock } = struct;
  // Its right origin comes with the update.
  if (right === null && rightClient !== NONE) return false;
  if (left === right && left !== null) return originClock + 1 === rightClock;
  if (right !== null && right.id.clock !== rightClock) return false;
  if (left === null) return (type?._start ?? null) === right;
  return left.right === right && originClock === left.id.clock + left.length - 1;
}

/** Everything that lives in a rich text: characters, nodes and ends of marks. */
function sizeOf(type: YType, effort: Effort): number {
  let size = 0;
  let read = 0;
  for (let item = type._start; item !== null; item = item.right) {
    read++;
    if (item.deleted) continue;
    size += item.length;
    if (item.content instanceof Y.ContentType) size += sizeOf(item.content.type as YType, effort);
  }
  effort.spend(read / 10);
  return size;
}
