/** All words in a document by field and author, those taken out of sight too: what a person's own export reads. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { fieldsOf, type Path } from '../bindings/fields.ts';
import type { LeaseOf } from '../contract.ts';
import { openRoots } from '../edits/open.ts';
import { blame, type BlameRun } from './blame.ts';
import { type AttributedRow, AttributionIndex, replayRow } from './index.ts';

export interface WrittenField {
  readonly path: Path;
  readonly runs: readonly BlameRun[];
}

/** @param rows  all rows of the epoch, in order; fields without words are left out */
export function writtenWords(kind: DocumentKind, rows: Iterable<AttributedRow>, leaseOf: LeaseOf): WrittenField[] {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  const index = new AttributionIndex();
  for (const row of rows) replayRow(index, doc, row, leaseOf);
  const written: WrittenField[] = [];
  for (const { type, path } of fieldsOf(kind, doc)) {
    if (type !== 'text' && type !== 'rich') continue;
    const found = blame(kind, doc, path, index);
    const runs = found?.type === 'text' ? found.runs : found?.type === 'rich' ? found.blocks.flatMap((block) => block.runs) : [];
    if (runs.length > 0) written.push({ path, runs });
  }
  doc.destroy();
  return written;
}
