/** The policy of the slow judge: the shape and the rights table, read afresh for every item, without compiling or caching. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Refusal, RefusalKind } from '@ginnel/domain/refusals';
import type { Actor } from '@ginnel/domain/standing';
import type { Judged } from '@ginnel/merge/contract';
import { RIGHTS } from '@ginnel/merge/rights/table';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import type { ShapeNode } from '@ginnel/merge/shapes/shape';
import * as Y from 'yjs';
import { checkProse } from './prose-policy.ts';

export class No extends Error {
  readonly refusal: Refusal;

  constructor(kind: RefusalKind, path: string) {
    super(kind);
    this.refusal = { kind, path };
  }
}

/** What Yjs did with the update. */
export interface Trial {
  readonly inserted: readonly (Y.Item | Y.GC)[];
  readonly deleted: readonly (Y.Item | Y.GC)[];
  /** Structs that lived before. */
  readonly stood: ReadonlySet<Y.AbstractStruct>;
  readonly isNew: (struct: Y.AbstractStruct) => boolean;
  /** Whether a text has the same characters and marks as before. */
  readonly readsAsBefore: (text: Y.XmlText) => boolean;
}

interface Spot {
  /** Root and map keys. */
  readonly steps: readonly string[];
  readonly node: ShapeNode;
  /** Names of the nodes of rich text around it, outermost first. */
  readonly xml: readonly string[];
  /** The item of the record or list that it stands in; null in a root. */
  readonly container: Y.Item | null;
  /** The item of the nearest entry. */
  readonly entry: Y.Item | null;
}

type Parent = Y.AbstractType<unknown>;

export class Policy {
  readonly #kind: DocumentKind;
  readonly #doc: Y.Doc;
  readonly #by: Judged;
  readonly #trial: Trial;

  constructor(kind: DocumentKind, doc: Y.Doc, by: Judged, trial: Trial) {
    this.#kind = kind;
    this.#doc = doc;
    this.#by = by;
    this.#trial = trial;
  }

  inserted(struct: Y.Item | Y.GC, actor: Actor): void {
    if (!(struct instanceof Y.Item)) {
      const rows = RIGHTS[this.#kind].filter((row) => row.phases.includes(this.#by.phase));
      const somewhere = rows.some(({ insert: who }) => who.some((each) => each === actor.standing || each === 'author'));
      if (!somewhere) throw new No('not-allowed', '');
      return;
    }
    const spot = this.#locate(struct);
    const path = spot.steps.join('/');
    this.#originsAgree(struct, path);
    if (struct.parentSub === null || spot.xml.length > 0) {
      if (spot.node.type !== 'text' && spot.node.type !== 'rich') throw new No('unknown-path', path);
      if (spot.node.type === 'rich') {
        if (!checkProse(struct, spot.xml)) throw new No('bad-value', path);
      } else if (!(struct.content instanceof Y.ContentString || struct.content instanceof Y.ContentDeleted)) {
        throw new No('bad-value', path);
      }
      this.#allowed('insert', [...spot.steps, '#'], spot, actor);
      if (struct.parentSub !== null && this.#hasOtherValue(struct)) this.#allowed('delete', [...spot.steps, '#'], spot, actor);
      return;
    }
    if (spot.node.type === 'value') this.#value(struct, spot, actor);
    else this.#container(struct, spot, actor);
  }

  deleted(struct: Y.Item | Y.GC): void {
    // A tombstone comes deleted, and a value that loses goes by the rule of the one that wins.
    if (
      !(struct instanceof Y.Item) ||
      (this.#trial.isNew(struct) && (struct.content instanceof Y.ContentDeleted || struct.parentSub !== null))
    )
      return;
    const spot = this.#locate(struct);
    const isTidied =
      !this.#trial.isNew(struct) && struct.content instanceof Y.ContentFormat && this.#trial.readsAsBefore(struct.parent as Y.XmlText);
    if (isTidied) return;
    if (struct.parentSub === null || spot.xml.length > 0) return this.#allowed('delete', [...spot.steps, '#'], spot, this.#by.actor);
    if (spot.node.type !== 'value') throw new No('not-allowed', spot.steps.join('/'));
    this.#allowed('delete', spot.steps, spot, this.#by.actor);
  }

  /** A character became another, because it was cut in two. */
  changed(item: Y.Item): void {
    const spot = this.#locate(item);
    this.#allowed('delete', [...spot.steps, '#'], spot, this.#by.actor);
  }

  /** No text, rich text or list that the update adds to is over its limit. */
  sizes(): void {
    for (const struct of this.#trial.inserted) {
      if (!(struct instanceof Y.Item) || struct.deleted) continue;
      const { node, steps } = this.#locate(struct);
      let around = struct.parent as Parent;
      if (node.type === 'rich')
        while (around instanceof Y.XmlElement || around instanceof Y.XmlText) around = around._item!.parent as Parent;
      const size = node.type === 'text' ? around._length : node.type === 'rich' ? livingIn(around) : 0;
      if ((node.type === 'text' || node.type === 'rich') && size > node.maxLength) throw new No('too-large', steps.join('/'));
    }
  }

  #value(item: Y.Item, spot: Spot, actor: Actor): void {
    const path = spot.steps.join('/');
    const { content } = item;
    const isTombstone = content instanceof Y.ContentDeleted;
    if (spot.node.type !== 'value' || item.rightOrigin !== null) throw new No('malformed', path);
    const { fits } = spot.node;
    if (!isTombstone && !(content instanceof Y.ContentAny && content.arr.every((each) => fits(each)))) throw new No('bad-value', path);
    if (spot.container !== null && this.#trial.isNew(spot.container)) return;
    this.#allowed('insert', spot.steps, spot, actor);
    if (this.#hasOtherValue(item)) this.#allowed('delete', spot.steps, spot, actor);
  }

  #hasOtherValue(item: Y.Item): boolean {
    let first = item;
    while (first.left !== null) first = first.left as Y.Item;
    for (let other: Y.Item | null = first; other !== null; other = other.right as Y.Item | null)
      if (other !== item && (this.#trial.stood.has(other) || (this.#trial.isNew(other) && !(other.content instanceof Y.ContentDeleted))))
        return true;
    return false;
  }

  #container(item: Y.Item, spot: Spot, actor: Actor): void {
    const path = spot.steps.join('/');
    const type = spot.node.type === 'text' ? Y.Text : spot.node.type === 'rich' ? Y.XmlFragment : Y.Map;
    if (!(item.content instanceof Y.ContentType) || item.content.type.constructor !== type) throw new No('bad-value', path);
    this.#allowed('insert', spot.steps, { ...spot, entry: null }, actor);
    if (item.left !== null || item.right !== null) throw new No('not-allowed', path);
    const around = this.#nodeAt(spot.steps.slice(0, -1));
    if (around?.type === 'entries' && (item.parent as Parent)._map.size > around.max) throw new No('too-large', path);
  }

  /** Walks up to the root, and down the shape again. */
  #locate(item: Y.Item): Spot {
    const keys: string[] = [];
    const xml: string[] = [];
    const containers: Y.Item[] = [];
    let parent = item.parent as Parent;
    for (; parent._item !== null; parent = parent._item.parent as Parent) {
      if (parent instanceof Y.XmlElement) xml.unshift(parent.nodeName);
      else if (parent instanceof Y.XmlText) xml.unshift('#text');
      else containers.unshift(parent._item);
      if (parent._item.parentSub !== null) keys.unshift(parent._item.parentSub);
    }
    if (item.parentSub !== null && xml.length === 0) keys.push(item.parentSub);
    const steps = [Y.findRootTypeKey(parent), ...keys];
    const node = this.#nodeAt(steps);
    if (node === undefined) throw new No('unknown-path', steps.join('/'));
    const entry = containers.findLast((_, i) => this.#nodeAt(steps.slice(0, i + 1))?.type === 'entries') ?? null;
    return { steps, node, xml, container: containers.at(-1) ?? null, entry };
  }

  #nodeAt(steps: readonly string[]): ShapeNode | undefined {
    const { roots } = SHAPES[this.#kind];
    let node: ShapeNode | undefined = Object.hasOwn(roots, steps[0]!) ? roots[steps[0]!] : undefined;
    for (const key of steps.slice(1)) {
      if (node?.type === 'entries') node = node.key.test(key) ? node.entry : undefined;
      else node = node?.type === 'record' && Object.hasOwn(node.fields, key) ? node.fields[key] : undefined;
    }
    return node;
  }

  #allowed(act: 'insert' | 'delete', steps: readonly string[], spot: Spot, actor: Actor): void {
    const path = steps.join('/');
    const row = RIGHTS[this.#kind].find(({ path: pattern }) => {
      const wanted = pattern.split('/');
      return wanted.length === steps.length && wanted.every((step, i) => step === '*' || step === '{party}' || step === steps[i]);
    });
    const who = row?.[act] ?? [];
    if (row === undefined || who.length === 0) throw new No('not-allowed', path);
    if (!row.phases.includes(this.#by.phase)) throw new No('wrong-phase', path);
    if (who.includes(actor.standing)) return;
    if (who.includes('author') && (spot.entry === null || this.#isOwn(spot.entry))) return;
    const party = steps[row.path.split('/').indexOf('{party}')];
    if (who.includes('party') && party === actor.party && party !== undefined && ['member', 'moderator'].includes(actor.standing)) return;
    throw new No(who.includes('author') ? 'not-yours' : who.includes('party') ? 'not-your-part' : 'not-allowed', path);
  }

  #isOwn(entry: Y.Item): boolean {
    const lease = this.#by.leaseOf(entry.id.client);
    return lease === null ? this.#trial.isNew(entry) : lease.personId === this.#by.author.personId;
  }

  #originsAgree(item: Y.Item, path: string): void {
    for (const id of [item.origin, item.rightOrigin]) {
      if (id === null) continue;
      const other = Y.getItem(this.#doc.store, id);
      if (other instanceof Y.Item && (other.parent !== item.parent || other.parentSub !== item.parentSub)) throw new No('malformed', path);
    }
  }
}

function livingIn(type: Parent): number {
  let size = 0;
  for (let item = type._start; item !== null; item = item.right)
    if (!item.deleted) size += item.length + (item.content instanceof Y.ContentType ? livingIn(item.content.type as Parent) : 0);
  return size;
}
