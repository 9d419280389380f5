/** The marks of rich text (bold, links), character by character, and what a contribution did to them. Reads only. */
import * as Y from 'yjs';
import { itemsOf } from '../attribution/items.ts';
import { canonicalJson } from '../canonical/hash.ts';
import type { IdRange } from '../contract.ts';

export type Marks = Readonly<Record<string, unknown>>;

/** Words that stand, with the marks that they have. */
export interface MarkedWords extends IdRange {
  readonly marks: Marks;
}

export function marksOf(text: Y.Text): MarkedWords[] {
  const words: MarkedWords[] = [];
  let marks: Marks = {};
  for (const { id, content, deleted, length } of itemsOf(text)) {
    if (deleted) continue;
    if (content instanceof Y.ContentFormat) marks = withMark(marks, content.key, content.value);
    else if (content instanceof Y.ContentString) words.push({ client: id.client, clock: id.clock, length, marks });
  }
  return words;
}

/** @returns what to set, and to null, so that `from` becomes `to` */
export function marksBetween(from: Marks, to: Marks): Marks {
  const change: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) if (!isSame(from[key], to[key])) change[key] = to[key] ?? null;
  return change;
}

interface Remark {
  readonly before: unknown;
  readonly after: unknown;
}

/** What the rows of a contribution did to marks: those of words that they took out, and those that they put on others or took off. */
export class MarkLedger {
  readonly #gone = new Map<string, Marks>();
  readonly #changed = new Map<string, Map<string, Remark>>();

  /** @param apply  integrates the update into `doc` */
  record<T>(doc: Y.Doc, update: Uint8Array, apply: () => T): T {
    const texts = textsTouched(doc, update);
    const before = texts.map(byCharacter);
    const applied = apply();
    for (const [i, text] of texts.entries()) this.#compare(before[i] as Map<string, Marks>, byCharacter(text));
    return applied;
  }

  /** The marks that a character had when the contribution took it out. */
  ofGone(client: number, clock: number): Marks | null {
    return this.#gone.get(keyOf(client, clock)) ?? null;
  }

  /** The marks of a character that stands, without what the contribution did to them; what somebody has set since stays. */
  without(client: number, clock: number, marks: Marks): Marks {
    let wanted = marks;
    for (const [key, { before, after }] of this.#changed.get(keyOf(client, clock)) ?? [])
      if (isSame(wanted[key], after)) wanted = withMark(wanted, key, before);
    return wanted;
  }

  /** The same without what became of words that stand. */
  onlyGone(): MarkLedger {
    this.#changed.clear();
    return this;
  }

  #compare(before: ReadonlyMap<string, Marks>, after: ReadonlyMap<string, Marks>): void {
    for (const [character, was] of before) {
      const is = after.get(character);
      if (is === undefined) this.#gone.set(character, was);
      else if (is !== was) this.#note(character, was, is);
    }
  }

  #note(character: string, was: Marks, is: Marks): void {
    const change = marksBetween(was, is);
    if (Object.keys(change).length === 0) return;
    const known = this.#changed.get(character) ?? new Map<string, Remark>();
    this.#changed.set(character, known);
    for (const key of Object.keys(change)) {
      const earlier = known.get(key);
      const before = earlier !== undefined && isSame(earlier.after, was[key]) ? earlier.before : was[key];
      known.set(key, { before, after: is[key] });
    }
  }
}

/** The rich texts in which an update deletes anything or sets a mark. */
function textsTouched(doc: Y.Doc, update: Uint8Array): Y.XmlText[] {
  const { structs, ds } = Y.decodeUpdate(update);
  const texts = new Set<Y.XmlText>();
  const note = (item: Y.Item | null): void => {
    if (item?.parent instanceof Y.XmlText) texts.add(item.parent);
  };
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) for (const item of itemsIn(doc, { client, clock, length: len })) note(item);
  }
  for (const struct of structs) {
    if (!(struct instanceof Y.Item && struct.content instanceof Y.ContentFormat)) continue;
    for (const id of [struct.origin, struct.rightOrigin]) {
      if (id !== null) note(itemsIn(doc, { ...id, length: 1 })[0] ?? null);
    }
  }
  return [...texts];
}

export function itemsIn(doc: Y.Doc, { client, clock, length }: IdRange): Y.Item[] {
  const structs = doc.store.clients.get(client) ?? [];
  const last = structs.at(-1);
  if (last === undefined || clock >= last.id.clock + last.length) return [];
  const items: Y.Item[] = [];
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const item = structs[i] as Y.Item | Y.GC;
    if (item.id.clock >= clock + length) break;
    if (item instanceof Y.Item) items.push(item);
  }
  return items;
}

function byCharacter(text: Y.XmlText): Map<string, Marks> {
  const characters = new Map<string, Marks>();
  for (const { client, clock, length, marks } of marksOf(text)) {
    for (let i = 0; i < length; i++) characters.set(keyOf(client, clock + i), marks);
  }
  return characters;
}

export function withMark(marks: Marks, key: string, value: unknown): Marks {
  const { [key]: _old, ...others } = marks;
  return value === null || value === undefined ? others : { ...others, [key]: value };
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function keyOf(client: number, clock: number): string {
  return `${client}.${clock}`;
}
