/** Typed ways into a document's Yjs types. What a view or a program edits, it reaches through here. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { rootType } from '../canonical/project.ts';
import { SHAPES } from '../shapes/kinds.ts';

/**
 * The origin of transactions that are a person's own edit: what their undo takes back. A local change without it
 * (making the containers of a new entry) is sent like any other, but is not undone.
 */
export const OWN_EDIT = Symbol.for('ginnel.own-edit');

/** Makes the roots of a kind known to Yjs as the types that they are. */
export function openRoots(kind: DocumentKind, doc: Y.Doc): void {
  for (const [name, node] of Object.entries(SHAPES[kind].roots)) rootType(doc, name, node);
}

export function ownEdit<T>(doc: Y.Doc, edit: () => T): T {
  return doc.transact(edit, OWN_EDIT);
}

/** An entry, or a part of a commitment: `entryAt(doc, 'commitments', id, 'parts', party)`. */
export function entryAt(doc: Y.Doc, root: string, ...path: readonly string[]): Y.Map<unknown> | null {
  let at: unknown = doc.getMap(root);
  for (const key of path) at = at instanceof Y.Map ? at.get(key) : undefined;
  return at instanceof Y.Map ? at : null;
}

/** A plain text by its path: `textAt(doc, 'notes')`, `textAt(doc, 'priorities', id, 'title')`. */
export function textAt(doc: Y.Doc, root: string, ...path: readonly string[]): Y.Text | null {
  if (path.length === 0) return doc.getText(root);
  const text = entryAt(doc, root, ...path.slice(0, -1))?.get(path.at(-1) as string);
  return text instanceof Y.Text ? text : null;
}

/** A rich text by its path: `proseAt(doc, 'strengths')`, `proseAt(doc, 'priorities', id, 'why')`. */
export function proseAt(doc: Y.Doc, root: string, ...path: readonly string[]): Y.XmlFragment | null {
  if (path.length === 0) return doc.getXmlFragment(root);
  const fragment = entryAt(doc, root, ...path.slice(0, -1))?.get(path.at(-1) as string);
  return fragment instanceof Y.XmlFragment && !(fragment instanceof Y.XmlElement) ? fragment : null;
}
