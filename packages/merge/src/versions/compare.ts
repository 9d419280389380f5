/** The differences between any two versions of a document: words in prose, items in lists, moves as moves. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Path } from '../bindings/fields.ts';
import type { Prose } from '../canonical/content.ts';
import { canonicalJson } from '../canonical/hash.ts';
import { SHAPES } from '../shapes/kinds.ts';
import type { EntriesNode, RecordNode } from '../shapes/shape.ts';
import { compareProse, type BlockChange } from './compare-prose.ts';
import { fieldsOfContent, listOf, takenOutOf, type Content, type EntryContent } from './content.ts';
import { movesBetween } from './moves.ts';
import { compareWords, type WordRun } from './words.ts';

export type Difference =
  | { readonly type: 'text'; readonly path: Path; readonly words: readonly WordRun[] }
  | { readonly type: 'rich'; readonly path: Path; readonly blocks: readonly BlockChange[] }
  | { readonly type: 'value'; readonly path: Path; readonly before: unknown; readonly after: unknown }
  /** Not in the earlier version at all; its whole content. */
  | { readonly type: 'added'; readonly path: Path; readonly content: EntryContent }
  /** Out of sight in the later version, or back in sight; what changed in it follows. `removed`: not there at all any more (expunged). */
  | { readonly type: 'taken-out' | 'put-back' | 'removed'; readonly path: Path; readonly content: EntryContent }
  | { readonly type: 'moved'; readonly path: Path; readonly from: number; readonly to: number };

/** @param before  @param after  canonical content of the same kind; other epochs and older shapes too */
export function compare(kind: DocumentKind, before: object, after: object): Difference[] {
  return [...compareFields(SHAPES[kind].roots, before as Content, after as Content, '')];
}

function* compareFields(fields: RecordNode['fields'], before: Content, after: Content, prefix: string): Generator<Difference> {
  for (const { name, node, value } of fieldsOfContent(fields, { ...before, ...after })) {
    const path = prefix + name;
    const old = before[name];
    switch (node.type) {
      case 'entries':
        yield* compareEntries(node, before, after, { name, path });
        break;
      case 'record':
        yield* compareFields(node.fields, (old ?? {}) as Content, value as Content, `${path}/`);
        break;
      case 'text':
        if (old !== value) yield { type: 'text', path, words: compareWords(textOr(old), textOr(after[name])) };
        break;
      case 'rich':
        if (canonicalJson(old ?? []) !== canonicalJson(after[name] ?? [])) {
          yield { type: 'rich', path, blocks: compareProse((old ?? []) as Prose, (after[name] ?? []) as Prose) };
        }
        break;
      case 'value': {
        const [from, to] = [old ?? node.missing, after[name] ?? node.missing];
        if (from !== to) yield { type: 'value', path, before: from, after: to };
      }
    }
  }
}

function* compareEntries(
  node: EntriesNode,
  before: Content,
  after: Content,
  { name, path }: { name: string; path: Path },
): Generator<Difference> {
  const old = { standing: listOf(before, name), takenOut: takenOutOf(before, name) };
  const now = { standing: listOf(after, name), takenOut: takenOutOf(after, name) };
  const wasIn = byId([...old.standing, ...old.takenOut]);
  const stood = byId(old.standing);
  for (const entry of now.standing) {
    const earlier = wasIn.get(entry.id);
    const at = `${path}/${entry.id}`;
    if (earlier === undefined) yield { type: 'added', path: at, content: entry };
    else if (!stood.has(entry.id)) yield { type: 'put-back', path: at, content: entry };
    if (earlier !== undefined) yield* compareFields(node.entry.fields, earlier, entry, `${at}/`);
  }
  for (const entry of now.takenOut) {
    const earlier = wasIn.get(entry.id);
    const at = `${path}/${entry.id}`;
    if (stood.has(entry.id)) yield { type: 'taken-out', path: at, content: entry };
    if (earlier !== undefined) yield* compareFields(node.entry.fields, earlier, entry, `${at}/`);
  }
  const isThere = byId([...now.standing, ...now.takenOut]);
  for (const entry of old.standing) if (!isThere.has(entry.id)) yield { type: 'removed', path: `${path}/${entry.id}`, content: entry };
  for (const { id, from, to } of movesBetween(old.standing.map(idOf), now.standing.map(idOf)))
    yield { type: 'moved', path: `${path}/${id}`, from, to };
}

function byId(entries: readonly EntryContent[]): ReadonlyMap<string, EntryContent> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function idOf({ id }: EntryContent): string {
  return id;
}

function textOr(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
