/**
 * The slow judge: integrates an update into a copy of the document, looks at what Yjs really did, and holds every item
 * that came or went against the shape and the rights table. Nothing at the door calls it. It is the measure that the
 * judge of structs is tested against, so it shares with it neither the resolving of parents nor the policy.
 */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Refusal, RefusalKind } from '@ginnel/domain/refusals';
import { err, ok, type Result } from '@ginnel/base/result';
import type { Actor } from '@ginnel/domain/standing';
import * as Y from 'yjs';
import { rootType } from '../canonical/project.ts';
import type { Admitted, IdRange, Judged } from '../contract.ts';
import { RIGHTS } from '../rights/table.ts';
import { SHAPES } from '../shapes/kinds.ts';
import type { EntriesNode, ShapeNode } from '../shapes/shape.ts';

class No extends Error {
  readonly refusal: Refusal;
  constructor(kind: RefusalKind, path: string) {
    super(kind);
    this.refusal = { kind, path };
  }
}

export function judgeByTrial(kind: DocumentKind, state: Uint8Array, update: Uint8Array, by: Judged): Result<Admitted, Refusal> {
  const doc = new Y.Doc({ gc: false });
  for (const [name, node] of Object.entries(SHAPES[kind].roots)) rootType(doc, name, node);
  Y.applyUpdate(doc, state);
  try {
    return ok(tryOut(kind, doc, update, by));
  } catch (thrown) {
    if (thrown instanceof No) return err(thrown.refusal);
    return err({ kind: 'malformed', path: '' });
  } finally {
    doc.destroy();
  }
}

function tryOut(kind: DocumentKind, doc: Y.Doc, update: Uint8Array, by: Judged): Admitted {
  // Yjs reads no further than it must; bytes left over, GC, Skip and a second copy of a client are seen in its decoded form.
  const decoded = Y.decodeUpdate(update);
  for (const struct of decoded.structs) if (!(struct instanceof Y.Item)) throw new No('malformed', '');
  for (const struct of decoded.structs) if (struct.length === 0) throw new No('malformed', '');
  const before = charactersOf(doc);
  const currentValues = valuesOf(doc);
  const inserted: (Y.Item | Y.GC)[] = [];
  const deleted: (Y.Item | Y.GC)[] = [];
  let beforeState = new Map<number, number>();
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    (transaction as { _needFormattingCleanup: boolean })._needFormattingCleanup = false;
    beforeState = transaction.beforeState;
    for (const [client, end] of transaction.afterState) {
      const start = beforeState.get(client) ?? 0;
      for (const struct of doc.store.clients.get(client) ?? [])
        if (struct.id.clock >= start && struct.id.clock < end) inserted.push(struct as Y.Item);
    }
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => void deleted.push(struct));
  });
  const sharesBefore = doc.share.size;
  Y.applyUpdate(doc, update);
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new No('gap', '');
  if (doc.share.size !== sharesBefore) throw new No('unknown-path', '');
  const policy = new Policy(kind, doc, by);
  const claims = new Set<number>();
  for (const struct of inserted) {
    const lease = by.leaseOf(struct.id.client);
    if (lease !== null && lease.personId !== by.author.personId) throw new No('forged-author', '');
    if (lease === null) claims.add(struct.id.client);
    if (struct instanceof Y.Item) policy.inserted(struct, by.actorOf(lease ?? by.author), currentValues);
  }
  const gone: IdRange[] = [];
  for (const struct of deleted) {
    if (struct.id.clock >= (beforeState.get(struct.id.client) ?? 0)) {
      // Came and went in the same update: judged as its sender's deletion unless Yjs itself let it lose to a later value.
      if (struct instanceof Y.Item && struct.parentSub === null) policy.deleted(struct);
      continue;
    }
    if (struct instanceof Y.Item) policy.deleted(struct);
    gone.push({ client: struct.id.client, clock: struct.id.clock, length: struct.length });
  }
  for (const [id, character] of charactersOf(doc)) if (before.has(id) && before.get(id) !== character) throw new No('bad-value', id);
  return {
    inserted: merged(inserted.map((struct) => ({ client: struct.id.client, clock: struct.id.clock, length: struct.length }))),
    deleted: merged(gone),
    claims: [...claims].sort((a, b) => a - b),
  };
}

/** Every living character of every text by its id: what an update does not name must stay as it was. */
function charactersOf(doc: Y.Doc): Map<string, string> {
  const characters = new Map<string, string>();
  for (const structs of doc.store.clients.values())
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentString && !struct.deleted)
        for (let i = 0; i < struct.length; i++) characters.set(`${struct.id.client}:${struct.id.clock + i}`, struct.content.str[i]!);
  return characters;
}

/** The items that were the living values of their keys. */
function valuesOf(doc: Y.Doc): Set<string> {
  const values = new Set<string>();
  for (const structs of doc.store.clients.values())
    for (const struct of structs)
      if (struct instanceof Y.Item && struct.parentSub !== null && !struct.deleted) values.add(`${struct.id.client}:${struct.id.clock}`);
  return values;
}

export function merged(ranges: IdRange[]): IdRange[] {
  const sorted = ranges.toSorted((a, b) => a.client - b.client || a.clock - b.clock);
  const out: { client: number; clock: number; length: number }[] = [];
  for (const range of sorted) {
    const last = out.at(-1);
    if (last && last.client === range.client && last.clock + last.length === range.clock) last.length += range.length;
    else out.push({ ...range });
  }
  return out;
}

type Step = { key: string; item: Y.Item };

class Policy {
  readonly #kind: DocumentKind;
  readonly #doc: Y.Doc;
  readonly #by: Judged;

  constructor(kind: DocumentKind, doc: Y.Doc, by: Judged) {
    this.#kind = kind;
    this.#doc = doc;
    this.#by = by;
  }

  inserted(item: Y.Item, actor: Actor | null, valuesBefore: ReadonlySet<string>): void {
    const { steps, node, path, xml } = this.#locate(item);
    if (actor === null) throw new No('not-allowed', path);
    this.#originsAgree(item, path);
    if (item.parentSub === null || xml.length > 0) {
      if (node.type !== 'text' && node.type !== 'rich') throw new No('unknown-path', path);
      if (item.parentSub !== null && xml.length === 1 && xml[0] === undefined) throw new No('unknown-path', path);
      this.#allowed('insert', `${path}/#`, steps, actor);
      if (node.type === 'text') {
        if (!(item.content instanceof Y.ContentString || item.content instanceof Y.ContentDeleted)) throw new No('bad-value', path);
        if ((item.parent as Y.Text).length > node.maxLength) throw new No('too-large', path);
      } else {
        this.#rich(item, xml, path);
      }
      return;
    }
    this.#allowed('insert', path, steps, actor);
    switch (node.type) {
      case 'value':
        if (!(item.content instanceof Y.ContentDeleted)) {
          if (!(item.content instanceof Y.ContentAny) || item.content.arr.length !== 1 || !node.fits(item.content.arr[0]))
            throw new No('bad-value', path);
        }
        if (item.rightOrigin !== null) throw new No('malformed', path);
        for (let other = leftmost(item); other !== null; other = other.right)
          if (
            other !== item &&
            (valuesBefore.has(`${other.id.client}:${other.id.clock}`) ||
              (!(other.content instanceof Y.ContentDeleted) && isOfSameUpdate(other, item)))
          )
            this.#allowed('delete', path, steps, actor);
        return;
      case 'text':
        return this.#container(item, Y.Text, path);
      case 'rich':
        return this.#container(item, Y.XmlFragment, path);
      default:
        return this.#container(item, Y.Map, path);
    }
  }

  deleted(item: Y.Item): void {
    const { steps, node, path, xml } = this.#locate(item);
    if (item.parentSub === null || xml.length > 0) return this.#allowed('delete', `${path}/#`, steps, this.#by.actor);
    if (node.type !== 'value') throw new No('not-allowed', path);
    if (item.right === null || item.right.deleted) this.#allowed('delete', path, steps, this.#by.actor);
  }

  #container(item: Y.Item, type: unknown, path: string): void {
    if (!(item.content instanceof Y.ContentType) || item.content.type.constructor !== type) throw new No('bad-value', path);
    if (item.left !== null || item.right !== null) throw new No('not-allowed', path);
  }

  /** Walks up to the root, and down the shape again. */
  #locate(item: Y.Item): { steps: Step[]; node: ShapeNode; path: string; xml: (string | undefined)[] } {
    const steps: Step[] = [];
    const xml: (string | undefined)[] = [];
    let parent = item.parent as Y.AbstractType<unknown>;
    if (item.parentSub !== null) steps.unshift({ key: item.parentSub, item });
    for (; parent._item !== null; parent = parent._item.parent as Y.AbstractType<unknown>) {
      if (parent instanceof Y.XmlElement) xml.unshift(parent.nodeName);
      else if (parent instanceof Y.XmlText) xml.unshift(undefined);
      if (parent._item.parentSub !== null) steps.unshift({ key: parent._item.parentSub, item: parent._item });
    }
    if (xml.length > 0 && item.parentSub !== null) steps.pop();
    const root = Y.findRootTypeKey(parent);
    let node: ShapeNode | undefined = SHAPES[this.#kind].roots[root];
    let path = root;
    for (const { key } of steps) {
      path += `/${key}`;
      if (node?.type === 'entries') {
        if (!node.key.test(key)) throw new No('unknown-path', path);
        this.#fewEnough(node, path);
        node = node.entry;
      } else if (node?.type === 'record') node = Object.hasOwn(node.fields, key) ? node.fields[key] : undefined;
      else node = undefined;
    }
    if (node === undefined) throw new No('unknown-path', path);
    return { steps: [{ key: root, item }, ...steps], node, path, xml };
  }

  #fewEnough(node: EntriesNode, path: string): void {
    const parent = path.split('/').slice(0, -1);
    let type: unknown = this.#doc.share.get(parent[0]!);
    for (const key of parent.slice(1)) type = (type as Y.Map<unknown>).get(key);
    if (type instanceof Y.Map && type._map.size > node.max) throw new No('too-large', path);
  }

  #allowed(act: 'insert' | 'delete', path: string, steps: Step[], actor: Actor): void {
    const parts = path.split('/');
    const row = RIGHTS[this.#kind].find(({ path: pattern }) => {
      const wanted = pattern.split('/');
      return wanted.length === parts.length && wanted.every((step, i) => step === '*' || step === '{party}' || step === parts[i]);
    });
    const who = row?.[act] ?? [];
    const party = row?.path.split('/').indexOf('{party}') ?? -1;
    const entry = steps.findLast((step, i) => i > 0 && (step.item.content as Y.ContentType).type instanceof Y.Map);
    const creator = entry && this.#by.leaseOf(entry.item.id.client);
    const isAuthor = entry !== undefined && (creator ?? this.#by.author)?.personId === this.#by.author.personId;
    const isAny =
      who.includes(actor.standing) ||
      (who.includes('party') &&
        party > 0 &&
        parts[party] === actor.party &&
        (actor.standing === 'member' || actor.standing === 'moderator')) ||
      (who.includes('author') && isAuthor);
    if (who.length === 0) throw new No('not-allowed', path);
    if (!row!.phases.includes(this.#by.phase)) throw new No('wrong-phase', path);
    if (!isAny) throw new No(who.includes('author') ? 'not-yours' : who.includes('party') ? 'not-your-part' : 'not-allowed', path);
  }

  #originsAgree(item: Y.Item, path: string): void {
    for (const id of [item.origin, item.rightOrigin]) {
      if (id === null) continue;
      const other = Y.getItem(this.#doc.store, id);
      if (other instanceof Y.Item && (other.parent !== item.parent || other.parentSub !== item.parentSub)) throw new No('malformed', path);
    }
  }

  #rich(item: Y.Item, xml: (string | undefined)[], path: string): void {
    const bad = new No('bad-value', path);
    const parent = xml.at(-1);
    const { content } = item;
    if (xml.length > 12) throw bad;
    if (item.parentSub !== null) {
      if (xml.at(-1) === undefined) throw new No('unknown-path', path);
      const value =
        content instanceof Y.ContentAny && content.arr.length === 1 ? content.arr[0] : content instanceof Y.ContentDeleted ? 1 : NaN;
      if (content instanceof Y.ContentDeleted) {
        if (
          !(parent === 'heading' && item.parentSub === 'level') &&
          !(parent === 'orderedList' && ['start', 'type'].includes(item.parentSub))
        )
          throw new No('unknown-path', path);
      } else if (parent === 'heading' && item.parentSub === 'level') {
        if (value !== 2 && value !== 3) throw bad;
      } else if (parent === 'orderedList' && item.parentSub === 'start') {
        if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 100_000) throw bad;
      } else if (parent === 'orderedList' && item.parentSub === 'type') {
        if (!['1', 'a', 'A', 'i', 'I'].includes(value as string)) throw bad;
      } else throw new No('unknown-path', path);
      return;
    }
    if (content instanceof Y.ContentDeleted) return;
    if (xml.length > 0 && parent === undefined) {
      if (content instanceof Y.ContentString) return;
      if (!(content instanceof Y.ContentFormat)) throw bad;
      this.#mark(content.key, content.value, bad);
      return;
    }
    if (!(content instanceof Y.ContentType)) throw bad;
    const child = content.type instanceof Y.XmlElement ? content.type.nodeName : content.type instanceof Y.XmlText ? '#text' : '';
    const blocks = ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote'];
    const inside =
      xml.length === 0 || parent === 'blockquote' || parent === 'listItem'
        ? blocks
        : parent === 'paragraph' || parent === 'heading'
          ? ['#text', 'hardBreak']
          : parent === 'bulletList' || parent === 'orderedList'
            ? ['listItem']
            : [];
    if (!inside.includes(child) || xml.length + 1 > 12) throw bad;
  }

  #mark(key: string, value: unknown, bad: No): void {
    const name = key.replace(/--[a-zA-Z0-9+/=]{8}$/, '');
    if (value === null && ['bold', 'italic', 'link'].includes(name)) return;
    if (name === 'bold' || name === 'italic') {
      if (value !== true && JSON.stringify(value) !== '{}') throw bad;
      return;
    }
    if (name !== 'link' || typeof value !== 'object' || value === null || Array.isArray(value)) throw bad;
    const link = value as Record<string, unknown>;
    const allowed: Record<string, readonly unknown[]> = {
      target: [null, '_blank'],
      rel: [null, 'noopener noreferrer nofollow', 'noopener noreferrer', 'noopener', 'nofollow'],
      class: [null],
      title: [null],
    };
    for (const [attribute, each] of Object.entries(link)) if (attribute !== 'href' && !allowed[attribute]?.includes(each)) throw bad;
    if (typeof link['href'] !== 'string' || link['href'].length > 2000 || !/^(https?:\/\/|mailto:)[^\s\u0000-\u001f]+$/i.test(link['href']))
      throw bad;
  }
}

function leftmost(item: Y.Item): Y.Item | null {
  let first: Y.Item = item;
  while (first.left !== null) first = first.left as Y.Item;
  return first;
}

/** Within one update, values of one key set one after another are told from older ones by being new themselves. */
function isOfSameUpdate(other: Y.Item, item: Y.Item): boolean {
  return other.id.client === item.id.client && other.id.clock < item.id.clock;
}
