import { DOCUMENT_KINDS, PHASES, type DocumentKind } from '@ginnel/domain/documents';
import { describe, expect, it } from 'vitest';
import { RIGHTS } from '../rights/table.ts';
import { SHAPES } from './kinds.ts';
import type { ShapeNode } from './shape.ts';

/** Every path of a shape at which something can be written, as the table writes paths but with `*` for parties too. */
function pathsOf(node: ShapeNode, path: string): string[] {
  switch (node.type) {
    case 'text':
    case 'rich':
      return [path, `${path}/#`];
    case 'value':
      return [path];
    case 'record':
      return [path, ...Object.entries(node.fields).flatMap(([name, field]) => pathsOf(field, `${path}/${name}`))];
    case 'entries':
      return [path, ...pathsOf(node.entry, `${path}/*`)];
  }
}

function writable(kind: DocumentKind): string[] {
  // Roots are there from the beginning: only what stands in them is written.
  const roots = new Set(Object.keys(SHAPES[kind].roots));
  return Object.entries(SHAPES[kind].roots)
    .flatMap(([name, node]) => pathsOf(node, name))
    .filter((path) => !roots.has(path));
}

function nodesOf(node: ShapeNode): ShapeNode[] {
  if (node.type === 'record') return [node, ...Object.values(node.fields).flatMap(nodesOf)];
  return node.type === 'entries' ? [node, ...nodesOf(node.entry)] : [node];
}

describe.each(DOCUMENT_KINDS)('the shape and the rights table of a %s', (kind) => {
  const nodes = Object.values(SHAPES[kind].roots).flatMap(nodesOf);

  it('[SH1] every place that can be written has one row, and every row names such a place', () => {
    const rows = RIGHTS[kind].map((row) => row.path.replaceAll('{party}', '*'));
    expect(rows.toSorted()).toEqual(writable(kind).toSorted());
  });

  it('[SH2] what is shown for a value that was never set fits the field', () => {
    for (const node of nodes) if (node.type === 'value') expect(node.fits(node.missing)).toBe(true);
  });

  it('[SH3] no key that a list lets in has a meaning to JavaScript', () => {
    const meant = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', '', ' ', 'a/b', '#', '*'];
    for (const node of nodes) {
      if (node.type === 'entries') expect(meant.filter((key) => node.key.test(key))).toEqual([]);
      if (node.type === 'record') expect(meant.filter((key) => Object.hasOwn(node.fields, key))).toEqual([]);
    }
  });

  it('[SH4] everyone there may write in the notes, in every phase', () => {
    const row = RIGHTS[kind].find(({ path }) => path === 'notes/#');
    expect(SHAPES[kind].roots.notes).toMatchObject({ type: 'text' });
    expect(row?.insert).toEqual(expect.arrayContaining(['member', 'moderator', 'guest']));
    expect(row?.phases.toSorted()).toEqual([...PHASES].toSorted());
  });
});
