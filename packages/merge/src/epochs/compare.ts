/** What a new epoch left out of the old one, in numbers, and where each word of the new one stood in the old. Holds no words. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { textsOf } from '../attribution/contributions.ts';
import { itemsOf, textOfItem } from '../attribution/items.ts';
import { fieldsOf, type Path } from '../bindings/fields.ts';
import type { IdRange } from '../contract.ts';
import type { Gone } from './gone.ts';

export interface Counted {
  /** Characters of texts and prose, those of entries taken out of sight too. */
  readonly characters: number;
  /** Entries that go whole: priorities, actions, comments, … What is in them is not counted again, but for its characters. */
  readonly entries: number;
  /** Filled-in values: choices, dates, figures. */
  readonly values: number;
}

/** Words that go, to be shown before they do: never kept. */
export interface GoingWords {
  readonly path: Path;
  readonly words: string;
}

/** @param limit  characters in all, so that a preview stays one */
export function goingWords(kind: DocumentKind, { old, gone }: { old: Y.Doc; gone: Gone }, limit: number): GoingWords[] {
  const found: GoingWords[] = [];
  let left = limit;
  for (const field of fieldsOf(kind, old)) {
    if (left <= 0) break;
    let words = '';
    for (const text of textsOf(field)) {
      for (const { id, deleted, content, length } of itemsOf(text)) {
        if (deleted || !(content instanceof Y.ContentString)) continue;
        for (let i = 0; i < length; i++) if (gone.isGone(field.path) || gone.ids.has(id.client, id.clock + i)) words += content.str[i];
      }
      if (words !== '' && !words.endsWith('\n')) words += '\n';
    }
    if (words === '') continue;
    found.push({ path: field.path, words: words.slice(0, left).trimEnd() });
    left -= words.length;
  }
  return found;
}

/** `length` words of the new epoch from `client` and `clock`, and where they stood in the old. */
export interface Origin extends IdRange {
  readonly was: { readonly client: number; readonly clock: number };
}

export interface Comparison {
  readonly goes: Counted;
  readonly stays: Counted;
  /** Paths in which something goes. */
  readonly paths: readonly Path[];
  readonly origins: readonly Origin[];
}

export function compareEpochs(kind: DocumentKind, { old, fresh, gone }: { old: Y.Doc; fresh: Y.Doc; gone: Gone }): Comparison {
  const before = standingIn(kind, old);
  const after = standingIn(kind, fresh);
  const goes = { characters: 0, entries: 0, values: 0 };
  const paths = new Set<Path>();
  const origins: Origin[] = [];
  const lostEntries: Path[] = [];
  const isInLostEntry = (path: Path): boolean => lostEntries.some((entry) => path.startsWith(`${entry}/`));
  for (const path of before.entries) {
    if (after.entries.has(path) || isInLostEntry(path)) continue;
    goes.entries++;
    paths.add(path);
    lostEntries.push(path);
  }
  for (const path of before.values) {
    if (after.values.has(path) || isInLostEntry(path)) continue;
    goes.values++;
    paths.add(path);
  }
  for (const [path, ids] of before.texts) {
    const left = after.texts.get(path) ?? [];
    const lost = sizeOf(ids) - sizeOf(left);
    goes.characters += lost;
    if (lost > 0) paths.add(path);
    origins.push(...pairs(left, withoutGone(ids, gone)));
  }
  const stays = { characters: 0, entries: after.entries.size, values: after.values.size };
  for (const ids of after.texts.values()) stays.characters += sizeOf(ids);
  return { goes, stays, paths: [...paths], origins };
}

/** Where words of an old epoch stand in the new one; those that it has no more are left out. */
export function idsAfter(ids: readonly IdRange[], origins: readonly Origin[]): IdRange[] {
  const turned = origins.map(({ client, clock, length, was }) => ({ ...was, length, was: { client, clock } }));
  return idsBefore(ids, turned);
}

/** Where words of a new epoch stood in the old one. */
export function idsBefore(ids: readonly IdRange[], origins: readonly Origin[]): IdRange[] {
  const found: IdRange[] = [];
  for (const { client, clock, length } of ids) {
    for (const origin of origins) {
      if (origin.client !== client) continue;
      const start = Math.max(clock, origin.clock);
      const end = Math.min(clock + length, origin.clock + origin.length);
      if (end > start) found.push({ client: origin.was.client, clock: origin.was.clock + start - origin.clock, length: end - start });
    }
  }
  return found;
}

interface Standing {
  readonly texts: ReadonlyMap<Path, readonly IdRange[]>;
  readonly entries: ReadonlySet<Path>;
  readonly values: ReadonlySet<Path>;
}

function standingIn(kind: DocumentKind, doc: Y.Doc): Standing {
  const texts = new Map<Path, IdRange[]>();
  const entries = new Set<Path>();
  const values = new Set<Path>();
  for (const field of fieldsOf(kind, doc)) {
    if (field.type === 'entry') {
      entries.add(field.path);
    } else if (field.type === 'value') {
      const value = field.record.get(field.key);
      const isFilledIn = value !== undefined && value !== null && value !== '';
      if (isFilledIn && field.key !== 'position' && field.key !== 'removed') values.add(field.path);
    } else {
      const ids: IdRange[] = [];
      for (const text of textsOf(field)) {
        for (const item of itemsOf(text)) {
          if (!item.deleted && textOfItem(item) !== null) ids.push({ client: item.id.client, clock: item.id.clock, length: item.length });
        }
      }
      texts.set(field.path, ids);
    }
  }
  return { texts, entries, values };
}

function sizeOf(ids: readonly IdRange[]): number {
  return ids.reduce((sum, { length }) => sum + length, 0);
}

function withoutGone(ids: readonly IdRange[], gone: Gone): IdRange[] {
  const left: IdRange[] = [];
  for (const { client, clock, length } of ids) {
    for (let at = clock; at < clock + length;) {
      const { inside, until } = gone.ids.reach(client, at);
      const end = Math.min(until, clock + length);
      if (!inside) left.push({ client, clock: at, length: end - at });
      at = end;
    }
  }
  return left;
}

/** The same characters in the same order, under other ids. Where the two differ in number nothing is claimed. */
function pairs(now: readonly IdRange[], was: readonly IdRange[]): Origin[] {
  if (sizeOf(now) !== sizeOf(was)) return [];
  const found: Origin[] = [];
  let [j, used] = [0, 0];
  for (const { client, clock, length } of now) {
    for (let done = 0; done < length;) {
      const from = was[j] as IdRange;
      const taken = Math.min(length - done, from.length - used);
      found.push({ client, clock: clock + done, length: taken, was: { client: from.client, clock: from.clock + used } });
      done += taken;
      used += taken;
      if (used === from.length) [j, used] = [j + 1, 0];
    }
  }
  return found;
}
