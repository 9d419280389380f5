/** Every field of a document with its path, in the order of its shape: what blame, suggestions, undo and expunging walk. */
import { assert } from '@ginnel/base/assert';
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { rootType } from '../canonical/project.ts';
import { SHAPES } from '../shapes/kinds.ts';
import type { DocumentShape, RecordNode, ShapeNode, ValueNode } from '../shapes/shape.ts';

/** Where a field or entry stands: `notes`, `priorities/p_8fk2m1xq90za/title`, `commitments/c_8fk2m1xq90za/parts/residents`. */
export type Path = string;

export interface TextField {
  readonly type: 'text';
  readonly path: Path;
  readonly text: Y.Text;
}

export interface RichField {
  readonly type: 'rich';
  readonly path: Path;
  readonly fragment: Y.XmlFragment;
}

export interface ValueField {
  readonly type: 'value';
  readonly path: Path;
  readonly record: Y.Map<unknown>;
  readonly key: string;
  readonly node: ValueNode;
}

/** An entry of a list: comes before its own fields. */
export interface EntryField {
  readonly type: 'entry';
  readonly path: Path;
  readonly list: Y.Map<unknown>;
  readonly id: string;
  readonly entry: Y.Map<unknown>;
}

export type Field = TextField | RichField | ValueField | EntryField;

/** All fields that exist, those of entries taken out of sight too. Entries of one list come in order of id. */
export function* fieldsOf(kind: DocumentKind, doc: Y.Doc): Generator<Field> {
  yield* fieldsOfShape(SHAPES[kind], doc);
}

export function* fieldsOfShape(shape: DocumentShape, doc: Y.Doc): Generator<Field> {
  for (const [name, node] of Object.entries(shape.roots)) yield* fieldsAt(name, node, rootType(doc, name, node), null);
}

/** The field at a path, or null when there is none. */
export function fieldAt(kind: DocumentKind, doc: Y.Doc, path: Path): Field | null {
  const [root, ...keys] = path.split('/');
  assert(root !== undefined, 'a path names a root');
  let node: ShapeNode | undefined = own(SHAPES[kind].roots, root);
  if (node === undefined) return null;
  let value: unknown = rootType(doc, root, node);
  let parent: Y.Map<unknown> | null = null;
  for (const key of keys) {
    if (!(value instanceof Y.Map)) return null;
    const child: ShapeNode | undefined =
      node?.type === 'entries' ? node.entry : node?.type === 'record' ? own(node.fields, key) : undefined;
    if (child === undefined) return null;
    [parent, value, node] = [value, value.get(key), child];
  }
  const field = fieldsAt(path, node, value, parent).next();
  return field.done === true || field.value.path !== path ? null : field.value;
}

/** What may stand at a path, whether it is there or not; null when nothing may. */
export function nodeAt(kind: DocumentKind, path: Path): ShapeNode | null {
  const [root = '', ...keys] = path.split('/');
  let node: ShapeNode | undefined = own(SHAPES[kind].roots, root);
  for (const key of keys) node = node?.type === 'entries' ? node.entry : node?.type === 'record' ? own(node.fields, key) : undefined;
  return node ?? null;
}

/** The most that fits a field of plain words, in UTF-16 code units; null for every other field. */
export function roomIn(kind: DocumentKind, path: Path): number | null {
  const node = nodeAt(kind, path);
  return node?.type === 'text' ? node.maxLength : null;
}

/** The clientID under which a value was last set; null when it never was. */
export function lastSetBy(kind: DocumentKind, doc: Y.Doc, path: Path): number | null {
  const field = fieldAt(kind, doc, path);
  return field?.type === 'value' ? (field.record._map.get(field.key)?.id.client ?? null) : null;
}

/** Paths come from others: `constructor` names no field. */
function own<T>(nodes: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(nodes, name) ? nodes[name] : undefined;
}

function* fieldsAt(path: Path, node: ShapeNode, value: unknown, parent: Y.Map<unknown> | null): Generator<Field> {
  switch (node.type) {
    case 'text':
      if (value instanceof Y.Text) yield { type: 'text', path, text: value };
      return;
    case 'rich':
      if (value instanceof Y.XmlFragment) yield { type: 'rich', path, fragment: value };
      return;
    case 'value':
      if (parent !== null) yield { type: 'value', path, record: parent, key: path.slice(path.lastIndexOf('/') + 1), node };
      return;
    case 'record':
      if (!(value instanceof Y.Map)) return;
      if (parent !== null) yield { type: 'entry', path, list: parent, id: path.slice(path.lastIndexOf('/') + 1), entry: value };
      yield* fieldsOfRecord(path, node, value);
      return;
    case 'entries':
      if (!(value instanceof Y.Map)) return;
      for (const id of [...value.keys()].sort()) yield* fieldsAt(`${path}/${id}`, node.entry, value.get(id), value);
  }
}

function* fieldsOfRecord(path: Path, node: RecordNode, record: Y.Map<unknown>): Generator<Field> {
  for (const [name, child] of Object.entries(node.fields)) yield* fieldsAt(`${path}/${name}`, child, record.get(name), record);
}
