/** What changed since a row or a time: "since you were last here". */
import type { DocumentKind } from '@ginnel/domain/documents';
import type * as Y from 'yjs';
import { fieldsOf, type Field, type Path } from '../bindings/fields.ts';
import { attributionOf, blameText, type BlameRun } from './blame.ts';
import { textsOf } from './contributions.ts';
import type { Attribution, AttributionIndex } from './index.ts';
import { valueItem } from './items.ts';

/** After this log row, or after this time. */
export type Since = { readonly seq: number } | { readonly atMs: number };

export type Change =
  | { readonly type: 'words'; readonly path: Path; readonly added: readonly BlameRun[]; readonly removed: readonly BlameRun[] }
  | { readonly type: 'value'; readonly path: Path; readonly value: unknown; readonly by: Attribution }
  | { readonly type: 'entry'; readonly path: Path; readonly by: Attribution }
  | { readonly type: 'moved' | 'taken-out' | 'put-back'; readonly path: Path; readonly by: Attribution };

/**
 * The changes that stand: what came and went again in between is left out. May show up to `RUN_MS` of typing from
 * before `since`, where one person's run spans it; never leaves anything out.
 *
 * @param doc  built without garbage collection when removed words are to be readable
 */
export function changesSince(kind: DocumentKind, doc: Y.Doc, index: AttributionIndex, since: Since): Change[] {
  const isNew = (by: Attribution): boolean => ('seq' in since ? by.seq > since.seq : by.atMs > since.atMs);
  const changes: Change[] = [];
  const added = new Set<Path>();
  for (const field of fieldsOf(kind, doc)) {
    const parent = field.path.slice(0, field.path.lastIndexOf('/'));
    if (field.type === 'entry') {
      const item = field.entry._item;
      const by = item && attributionOf(index.written(item.id.client, item.id.clock));
      if (by !== null && isNew(by)) {
        added.add(field.path);
        changes.push({ type: 'entry', path: field.path, by });
      }
    } else if (field.type === 'value') {
      const change = valueChange(field, index);
      if (change !== null && isNew(change.by) && !(added.has(parent) && change.type !== 'value')) changes.push(change);
    } else {
      const runs = textsOf(field).flatMap((text) => blameText(text, index, { sittingMs: 0, withDeleted: true }));
      const words = {
        added: runs.filter(({ by, deleted }) => deleted === null && by !== null && isNew(by)),
        removed: runs.filter(({ by, deleted }) => deleted !== null && isNew(deleted) && by !== null && !isNew(by)),
      };
      if (words.added.length > 0 || words.removed.length > 0) changes.push({ type: 'words', path: field.path, ...words });
    }
  }
  return changes;
}

function valueChange(field: Field & { type: 'value' }, index: AttributionIndex): Exclude<Change, { type: 'words' | 'entry' }> | null {
  const item = valueItem(field.record, field.key);
  const by = item && attributionOf(index.written(item.id.client, item.lastId.clock));
  if (by === null) return null;
  const entry = field.path.slice(0, field.path.lastIndexOf('/'));
  if (field.key === 'position') return { type: 'moved', path: entry, by };
  if (field.key === 'removed') return { type: field.record.get('removed') === true ? 'taken-out' : 'put-back', path: entry, by };
  return { type: 'value', path: field.path, value: field.record.get(field.key), by };
}
