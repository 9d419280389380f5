/** Edits of lists: add, move, set, take out, put back. Each is one transaction; none can duplicate or lose an entry. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { assert } from '@ginnel/base/assert';
import * as Y from 'yjs';
import { nodeAt } from '../bindings/fields.ts';
import { positionOf } from '../canonical/project.ts';
import { byPosition, positionsToPlace, type Placed } from '../shapes/position.ts';
import type { EntriesNode, RecordNode } from '../shapes/shape.ts';
import { entryAt, ownEdit } from './open.ts';

/** Where a list stands: `['priorities']`, or `['commitments', id, 'parts']`. */
export type ListPath = readonly [root: string, ...rest: string[]];

export interface NewEntry {
  /** An entry's id (`p_8fk2m1xq90za`), or a party's. Never used before in this list. */
  readonly id: string;
  /** Values and plain texts to begin with. */
  readonly fields?: Readonly<Record<string, string | boolean>>;
  /** Place among the entries that stand; the end when left out. */
  readonly index?: number;
}

/**
 * Adds an entry. Its containers are made out of sight and untracked; showing it is the tracked edit, so undo takes it
 * out of sight and never deletes what others have meanwhile written in it.
 */
export function addEntry(kind: DocumentKind, doc: Y.Doc, path: ListPath, { id, fields = {}, index }: NewEntry): Y.Map<unknown> {
  const list = listAt(doc, path);
  const node = listNodeAt(kind, path);
  assert(node.key.test(id) && !list.has(id), `a new entry's id fits the list and is new: ${id}`);
  const placed = placedIn(list);
  const [own, ...others] = positionsToPlace(id, placed, index ?? placed.length);
  assert(own !== undefined, 'an added entry has a position');
  const entry = emptyRecord(node.entry, fields);
  // Who names a party may not take its part out of sight again (rights/table.ts): it is shown at once, and there is nothing to undo.
  const isPart = path.length > 1;
  doc.transact(() => {
    entry.set('position', own.position);
    entry.set('removed', !isPart);
    list.set(id, entry);
    for (const other of others) entryIn(list, other.id).set('position', other.position);
  });
  if (!isPart) ownEdit(doc, () => entry.set('removed', false));
  return entry;
}

/** Moves an entry to `index` among those that stand. Concurrent moves of one entry: the last one counts, everywhere the same. */
export function moveEntry(doc: Y.Doc, path: ListPath, id: string, index: number): void {
  const list = listAt(doc, path);
  ownEdit(doc, () => {
    for (const placed of positionsToPlace(id, placedIn(list), index)) entryIn(list, placed.id).set('position', placed.position);
  });
}

export function setValue(doc: Y.Doc, path: ListPath, id: string, field: string, value: string | boolean): void {
  const entry = entryIn(listAt(doc, path), id);
  if (entry.get(field) !== value) ownEdit(doc, () => entry.set(field, value));
}

/** Takes an entry out of sight. Its words stay, and so does what others are writing in it. */
export function takeOut(doc: Y.Doc, path: ListPath, id: string): void {
  setValue(doc, path, id, 'removed', true);
}

export function putBack(doc: Y.Doc, path: ListPath, id: string): void {
  setValue(doc, path, id, 'removed', false);
}

/** The entries that stand, in order. */
export function placedIn(list: Y.Map<unknown>): Placed[] {
  const placed: Placed[] = [];
  for (const [id, entry] of list.entries()) {
    if (entry instanceof Y.Map && entry.get('removed') !== true) placed.push({ id, position: positionOf(entry) });
  }
  return placed.sort(byPosition);
}

function listAt(doc: Y.Doc, [root, ...rest]: ListPath): Y.Map<unknown> {
  const list = entryAt(doc, root, ...rest);
  assert(list !== null, `a list stands at ${[root, ...rest].join('/')}`);
  return list;
}

function entryIn(list: Y.Map<unknown>, id: string): Y.Map<unknown> {
  const entry = list.get(id);
  assert(entry instanceof Y.Map, `the entry ${id} exists`);
  return entry;
}

function listNodeAt(kind: DocumentKind, path: ListPath): EntriesNode {
  const node = nodeAt(kind, path.join('/'));
  assert(node?.type === 'entries', `${path.join('/')} is a list in documents of kind ${kind}`);
  return node;
}

function emptyRecord(node: RecordNode, given: Readonly<Record<string, string | boolean>>): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  for (const [name, field] of Object.entries(node.fields)) {
    const value = given[name];
    switch (field.type) {
      case 'text':
        map.set(name, new Y.Text(typeof value === 'string' ? value : ''));
        break;
      case 'rich':
        map.set(name, new Y.XmlFragment());
        break;
      case 'entries':
        map.set(name, new Y.Map());
        break;
      case 'record':
        map.set(name, emptyRecord(field, {}));
        break;
      case 'value':
        if (value !== undefined) map.set(name, value);
    }
  }
  return map;
}
