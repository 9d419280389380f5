import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { AttributionIndex, replayRow, type AttributedRow } from '../attribution/index.ts';
import type { LeaseOf } from '../contract.ts';
import { openRoots } from '../edits/open.ts';

/** A document with everything ever deleted still readable, and who wrote and deleted what. */
export interface History {
  readonly kind: DocumentKind;
  readonly doc: Y.Doc;
  readonly index: AttributionIndex;
}

export function openHistory(kind: DocumentKind, rows: Iterable<AttributedRow>, leaseOf: LeaseOf): History {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  const index = new AttributionIndex();
  for (const row of rows) replayRow(index, doc, row, leaseOf);
  return { kind, doc, index };
}
