/**
 * Typed reads with fine-grained notice: a view that shows one field hears of that field alone, whoever changes it, and also
 * when the field comes into being later.
 */
import { assert } from '@ginnel/base/assert';
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import type { Prose } from '../canonical/content.ts';
import { rootType } from '../canonical/project.ts';
import { proseOf } from '../canonical/prose.ts';
import { SHAPES } from '../shapes/kinds.ts';
import { byPosition } from '../shapes/position.ts';
import { placedIn } from '../edits/entries.ts';
import { fieldAt, type Field, type Path } from './fields.ts';

/** What a field reads: words, prose, a value (its `missing` when never set); null while it is not there. */
export function readField(kind: DocumentKind, doc: Y.Doc, path: Path): string | boolean | Prose | null {
  const field = fieldAt(kind, doc, path);
  switch (field?.type) {
    case 'text':
      return field.text.toString();
    case 'rich':
      return proseOf(field.fragment);
    case 'value':
      return (field.record.get(field.key) as string | boolean | undefined) ?? field.node.missing;
    default:
      return null;
  }
}

/** The ids of the entries that stand, in order; empty while the list is not there. */
export function readList(kind: DocumentKind, doc: Y.Doc, path: Path): readonly string[] {
  const list = listAt(kind, doc, path);
  return list === null
    ? []
    : placedIn(list)
        .sort(byPosition)
        .map(({ id }) => id);
}

/** Calls after every transaction that changed what the field reads. @returns stops it */
export function watchField(kind: DocumentKind, doc: Y.Doc, path: Path, onChange: () => void): () => void {
  return watch(doc, (transaction) => {
    const field = fieldAt(kind, doc, path);
    if (field !== null && hasChanged(field, transaction)) onChange();
  });
}

/** Calls after every transaction that changed which entries stand or their order; not for what is written in them. */
export function watchList(kind: DocumentKind, doc: Y.Doc, path: Path, onChange: () => void): () => void {
  return watch(doc, ({ changed }) => {
    const list = listAt(kind, doc, path);
    if (list === null) return;
    for (const [type, keys] of changed as Map<unknown, Set<string | null>>) {
      const isPlace = type instanceof Y.Map && type.parent === list && (keys.has('position') || keys.has('removed'));
      if (type === list || isPlace) return onChange();
    }
  });
}

function watch(doc: Y.Doc, onTransaction: (transaction: Y.Transaction) => void): () => void {
  doc.on('afterTransaction', onTransaction);
  return () => doc.off('afterTransaction', onTransaction);
}

function hasChanged(field: Field, { changed, changedParentTypes }: Y.Transaction): boolean {
  const keysOf = (type: unknown): Set<string | null> | undefined => (changed as Map<unknown, Set<string | null>>).get(type);
  switch (field.type) {
    case 'text':
      return keysOf(field.text) !== undefined || isNew(field.text, changed);
    case 'rich':
      return (changedParentTypes as Map<unknown, unknown>).has(field.fragment) || isNew(field.fragment, changed);
    case 'value':
      return keysOf(field.record)?.has(field.key) === true || isNew(field.record, changed);
    case 'entry':
      return keysOf(field.list)?.has(field.id) === true;
  }
}

/** Whether the type itself came with this transaction, in a container at any height. */
function isNew(type: Y.Text | Y.XmlFragment | Y.Map<unknown>, changed: Y.Transaction['changed']): boolean {
  for (let item = type._item; item !== null; item = (item.parent as Y.AbstractType<unknown>)._item) {
    if ((changed as Map<unknown, Set<string | null>>).get(item.parent)?.has(item.parentSub) === true) return true;
  }
  return false;
}

function listAt(kind: DocumentKind, doc: Y.Doc, path: Path): Y.Map<unknown> | null {
  const [root, ...keys] = path.split('/');
  assert(root !== undefined, 'a path names a root');
  const node = Object.hasOwn(SHAPES[kind].roots, root) ? SHAPES[kind].roots[root] : undefined;
  let at: unknown = node?.type === 'entries' ? rootType(doc, root, node) : null;
  for (const key of keys) at = at instanceof Y.Map ? at.get(key) : null;
  return at instanceof Y.Map ? at : null;
}
