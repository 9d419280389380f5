/** Who wrote what stands in a field: blame data for words, rich text, values and entries. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { fieldAt, type Path } from '../bindings/fields.ts';
import { itemsOf, textOfItem, valueItem } from './items.ts';
import type { AttributedRange, Attribution, AttributionIndex } from './index.ts';

/** Words that share an author, a capacity, a route and a sitting. */
export interface BlameRun {
  readonly text: string;
  /** Null when the log that holds its author is not in the index. */
  readonly by: Attribution | null;
  /** When the last of its words came; `by.atMs` is the first. */
  readonly untilMs: number;
  /** Who took the words out, in runs that are asked for with what was deleted. */
  readonly deleted: Attribution | null;
}

export interface BlameBlock {
  /** The block's node name: `paragraph`, `heading`. */
  readonly name: string;
  /** Who made the block. */
  readonly by: Attribution | null;
  readonly runs: readonly BlameRun[];
}

export type Blame =
  | { readonly type: 'text'; readonly runs: readonly BlameRun[] }
  | { readonly type: 'rich'; readonly blocks: readonly BlameBlock[] }
  | { readonly type: 'value'; readonly value: unknown; readonly by: Attribution | null }
  /** Who added the entry. */
  | { readonly type: 'entry'; readonly by: Attribution | null };

export interface BlameOptions {
  /** Words of one author with no longer pause than this are one run. */
  readonly sittingMs?: number;
  /** Shows deleted words too; their text is there only when the document was built without garbage collection. */
  readonly withDeleted?: boolean;
}

/** @returns null when nothing stands at the path */
export function blame(kind: DocumentKind, doc: Y.Doc, path: Path, index: AttributionIndex, options: BlameOptions = {}): Blame | null {
  const field = fieldAt(kind, doc, path);
  switch (field?.type) {
    case undefined:
      return null;
    case 'text':
      return { type: 'text', runs: blameText(field.text, index, options) };
    case 'rich':
      return { type: 'rich', blocks: [...blameBlocks(field.fragment, index, options)] };
    case 'value': {
      const item = valueItem(field.record, field.key);
      return {
        type: 'value',
        value: field.record.get(field.key),
        by: item && attributionOf(index.written(item.id.client, item.lastId.clock)),
      };
    }
    case 'entry': {
      const item = field.entry._item;
      return { type: 'entry', by: item && attributionOf(index.written(item.id.client, item.id.clock)) };
    }
  }
}

/** The runs of one Y.Text or Y.XmlText, in order of the text. */
export function blameText(
  text: Y.Text,
  index: AttributionIndex,
  { sittingMs = 5 * 60_000, withDeleted = false }: BlameOptions = {},
): BlameRun[] {
  const runs: BlameRun[] = [];
  for (const item of itemsOf(text)) {
    if (item.deleted && !withDeleted) continue;
    const words = textOfItem(item);
    if (words === null) continue;
    for (let at = 0; at < item.length;) {
      const clock = item.id.clock + at;
      const by = index.written(item.id.client, clock);
      const deleted = item.deleted ? index.deleted(item.id.client, clock) : null;
      const end = Math.min(item.length, ...[by, deleted].map((range) => (range === null ? Infinity : range.end - item.id.clock)));
      const to = by === null && deleted === null ? Math.min(end, at + 1) : end;
      pushRun(
        runs,
        { text: words.slice(at, to), by: attributionOf(by), untilMs: by?.atMs ?? 0, deleted: attributionOf(deleted) },
        sittingMs,
      );
      at = to;
    }
  }
  return runs;
}

function* blameBlocks(parent: Y.XmlFragment, index: AttributionIndex, options: BlameOptions): Generator<BlameBlock> {
  for (const item of itemsOf(parent)) {
    if (!(item.content instanceof Y.ContentType) || (item.deleted && options.withDeleted !== true)) continue;
    const child = item.content.type;
    if (!(child instanceof Y.XmlElement)) continue;
    const by = attributionOf(index.written(item.id.client, item.id.clock));
    const runs = itemsOf(child).flatMap(({ content, deleted }) =>
      content instanceof Y.ContentType && content.type instanceof Y.XmlText && (!deleted || options.withDeleted === true)
        ? blameText(content.type, index, options)
        : [],
    );
    if (runs.length > 0) yield { name: child.nodeName, by, runs };
    yield* blameBlocks(child, index, options);
  }
}

function pushRun(runs: BlameRun[], run: BlameRun, sittingMs: number): void {
  const last = runs.at(-1);
  const near = last !== undefined && Math.abs(run.untilMs - last.untilMs) <= sittingMs;
  if (near && sameHand(last.by, run.by) && sameHand(last.deleted, run.deleted) && (last.deleted === null) === (run.deleted === null)) {
    const by = last.by !== null && run.by !== null && run.by.atMs < last.by.atMs ? run.by : last.by;
    runs[runs.length - 1] = { ...last, by, text: last.text + run.text, untilMs: Math.max(last.untilMs, run.untilMs) };
  } else {
    runs.push(run);
  }
}

function sameHand(a: Attribution | null, b: Attribution | null): boolean {
  return (
    a?.author.personId === b?.author.personId &&
    a?.author.capacityId === b?.author.capacityId &&
    a?.route === b?.route &&
    a?.broughtBy?.personId === b?.broughtBy?.personId
  );
}

export function attributionOf(range: AttributedRange | null): Attribution | null {
  if (range === null) return null;
  const { author, broughtBy, route, atMs, seq } = range;
  return { author, broughtBy, route, atMs, seq };
}
