/** Fine-grained notice: who shows one field hears of that field alone, whoever changes it, and also when it comes into being later. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { fieldAt, type Field, type Path } from './fields.ts';

/**
 * Calls at once, and after every transaction that changed what the field reads or which container it is.
 *
 * @param onChange  given the field, or null while it is not there
 * @returns stops it
 */
export function watchField(kind: DocumentKind, doc: Y.Doc, path: Path, onChange: (field: Field | null) => void): () => void {
  onChange(fieldAt(kind, doc, path));
  return watch(doc, (transaction) => {
    const field = fieldAt(kind, doc, path);
    if (field !== null && hasChanged(field, transaction)) onChange(field);
  });
}

/**
 * Calls after every transaction, with what it changed: `lists` for which entries stand, their order and their values;
 * `words` for nothing but what is written in them.
 */
export function watchDocument(doc: Y.Doc, onChange: (what: 'lists' | 'words') => void): () => void {
  return watch(doc, ({ changed }) => {
    if (changed.size === 0) return;
    onChange([...(changed as Map<unknown, unknown>).keys()].some((type) => type instanceof Y.Map) ? 'lists' : 'words');
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
