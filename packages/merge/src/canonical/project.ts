/**
 * The canonical projection: a Yjs document as plain JSON in the order of its shape. Two replicas that have integrated
 * the same updates project to the same JSON, whatever the order of delivery. Reads only; creates no root types' content.
 */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import type { CanonicalContent } from '../contract.ts';
import { SHAPES } from '../shapes/kinds.ts';
import { byPosition } from '../shapes/position.ts';
import type { EntriesNode, RecordNode, ShapeNode } from '../shapes/shape.ts';
import type { ContentByKind } from './content.ts';
import { proseOf } from './prose.ts';

export function project<Kind extends DocumentKind>(kind: Kind, doc: Y.Doc): ContentByKind[Kind] {
  const { comments: _talk, ...roots } = SHAPES[kind].roots;
  const types: Record<string, unknown> = {};
  for (const [name, node] of Object.entries(roots)) types[name] = rootType(doc, name, node);
  return projectFields(roots, (name) => types[name]) as unknown as ContentByKind[Kind];
}

/** The root type of a document: made known to Yjs as what the shape says it is. */
export function rootType(doc: Y.Doc, name: string, node: ShapeNode): Y.Text | Y.XmlFragment | Y.Map<unknown> {
  switch (node.type) {
    case 'text':
      return doc.getText(name);
    case 'rich':
      return doc.getXmlFragment(name);
    default:
      return doc.getMap(name);
  }
}

function projectFields(fields: RecordNode['fields'], get: (name: string) => unknown): CanonicalContent {
  const content: Record<string, unknown> = {};
  const takenOut: Record<string, unknown> = {};
  for (const [name, node] of Object.entries(fields)) {
    if (name === 'position' || name === 'removed') continue;
    if (node.type === 'entries') {
      const lists = projectEntries(node, get(name));
      content[name] = lists.standing;
      if (lists.takenOut.length > 0) takenOut[name] = lists.takenOut;
    } else {
      content[name] = projectField(node, get(name));
    }
  }
  if (Object.keys(takenOut).length > 0) content['takenOut'] = takenOut;
  return content;
}

function projectField(node: Exclude<ShapeNode, EntriesNode>, value: unknown): unknown {
  switch (node.type) {
    case 'text':
      return value instanceof Y.Text ? value.toString() : '';
    case 'rich':
      return value instanceof Y.XmlFragment ? proseOf(value) : [];
    case 'value':
      return value === undefined ? node.missing : value;
    case 'record':
      return projectFields(node.fields, (name) => (value instanceof Y.Map ? value.get(name) : undefined));
  }
}

function projectEntries(node: EntriesNode, value: unknown): { standing: unknown[]; takenOut: unknown[] } {
  const standing: unknown[] = [];
  const takenOut: unknown[] = [];
  if (value instanceof Y.Map) {
    const placed = [...value.entries()].flatMap(([id, entry]) =>
      entry instanceof Y.Map ? [{ id, position: positionOf(entry), entry }] : [],
    );
    for (const { id, entry } of placed.sort(byPosition)) {
      const content = { id, ...projectFields(node.entry.fields, (name) => entry.get(name)) };
      (entry.get('removed') === true ? takenOut : standing).push(content);
    }
  }
  return { standing, takenOut };
}

/** Where an entry stands in its list. */
export function positionOf(entry: Y.Map<unknown>): string {
  const position = entry.get('position');
  return typeof position === 'string' ? position : 'a0';
}
