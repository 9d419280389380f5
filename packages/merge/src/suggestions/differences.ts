/** The changes that a fork makes to the original as it stands now, in the order of the document. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type * as Y from 'yjs';
import { fieldAt, fieldsOf, type EntryField, type Field, type Path, type ValueField } from '../bindings/fields.ts';
import { TALK_BESIDE } from './fork.ts';
import { changeId, type Acceptable, type Decision, type SuggestedChange } from './change.ts';
import { entryAdded } from './entry-added.ts';
import { OriginalView } from './original-view.ts';
import { proseChanges } from './prose-changes.ts';
import { textChanges } from './text-changes.ts';
import { isCovered } from './decided.ts';

/** @param fork  holds all of the original (see `rebase`); built without garbage collection */
export function differences(kind: DocumentKind, original: Y.Doc, fork: Y.Doc, decided: readonly Decision[] = []): SuggestedChange[] {
  return acceptables(kind, original, fork)
    .map(({ change }) => change)
    .filter((change) => !isCovered(change, decided));
}

/** All changes with the way to make them, declined ones too. */
export function acceptables(kind: DocumentKind, original: Y.Doc, fork: Y.Doc, within: Path = ''): Acceptable[] {
  const compare = (made: Y.Doc, path: Path): Acceptable[] => acceptables(kind, made, fork, path);
  const view = new OriginalView(original);
  const found: Acceptable[] = [];
  const added: Path[] = [];
  for (const field of fieldsOf(kind, fork)) {
    if (!field.path.startsWith(within) || TALK_BESIDE.some((root) => field.path.startsWith(root))) continue;
    if (added.some((path) => field.path.startsWith(`${path}/`))) continue;
    if (field.type === 'entry' && isNew(field, view)) {
      added.push(field.path);
      if (field.entry.get('removed') !== true) found.push(entryAdded(kind, field, { fork, original, compare }));
      continue;
    }
    found.push(...changesOf(kind, field, view));
  }
  return found;
}

function changesOf(kind: DocumentKind, field: Field, view: OriginalView): Acceptable[] {
  switch (field.type) {
    case 'entry':
      return [];
    case 'text':
      return textChanges(field.path, field.text, view);
    case 'rich':
      return proseChanges(field.path, field.fragment, view);
    case 'value':
      return valueChange(kind, field, view);
  }
}

function isNew({ entry }: EntryField, view: OriginalView): boolean {
  return entry._item !== null && view.presenceOf(entry._item) === 'absent';
}

function valueChange(kind: DocumentKind, { record, key, path, node }: ValueField, view: OriginalView): Acceptable[] {
  const item = record._map.get(key);
  const there = fieldAt(kind, view.doc, path);
  if (item === undefined || item.deleted || there?.type !== 'value' || view.presenceOf(item) !== 'absent') return [];
  const before: unknown = there.record.get(key) ?? node.missing;
  const after: unknown = record.get(key);
  if (before === after) return [];
  const { client, clock } = item.lastId;
  const type = key === 'position' ? 'moved' : key === 'removed' ? (after === true ? 'taken-out' : 'put-back') : 'value';
  const about = type === 'value' ? path : path.slice(0, path.lastIndexOf('/'));
  const change: SuggestedChange = {
    type,
    id: changeId(client, clock),
    path: about,
    touches: [{ path, acts: ['insert', 'delete'] }],
    clients: [client],
    ids: [{ client, clock, length: 1 }],
    before,
    after,
  };
  return [
    {
      change,
      accept: (bench) => {
        const target = fieldAt(kind, bench.live, path);
        if (target?.type === 'value') bench.asAuthorOf(client, () => target.record.set(key, after));
      },
      // `rebase` keeps a value that is no longer a change equal to the original's.
      settle: () => {},
    },
  ];
}
