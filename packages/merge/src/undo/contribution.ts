/** What one contribution, or everything that one person did, put in and took out: found by replaying the log. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { PersonId } from '@ginnel/base/ids';
import * as Y from 'yjs';
import { AttributionIndex, replayRow, type AttributedRow } from '../attribution/index.ts';
import type { LeaseOf } from '../contract.ts';
import { openRoots } from '../edits/open.ts';
import { IdSet } from '../attribution/id-set.ts';

/** Rows of the log, or everything that a person wrote or deleted, in any capacity. */
export type Contribution = { readonly seqs: ReadonlySet<number> } | { readonly personId: PersonId };

export interface Replayed {
  /** The document after the whole log, with everything ever deleted still readable. */
  readonly doc: Y.Doc;
  readonly inserted: IdSet;
  readonly deleted: IdSet;
  readonly index: AttributionIndex;
}

export function replayFor(kind: DocumentKind, rows: Iterable<AttributedRow>, contribution: Contribution, leaseOf: LeaseOf): Replayed {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  const inserted = new IdSet();
  const deleted = new IdSet();
  const index = new AttributionIndex();
  for (const row of rows) {
    const effects = replayRow(index, doc, row, leaseOf);
    const isTheirRow = 'seqs' in contribution ? contribution.seqs.has(row.seq) : row.author.personId === contribution.personId;
    for (const range of effects.inserted) {
      const author = leaseOf(range.client) ?? row.author;
      if ('seqs' in contribution ? isTheirRow : author.personId === contribution.personId) inserted.add(range);
    }
    if (isTheirRow) for (const range of effects.deleted) deleted.add(range);
  }
  // Also what others have moved: it stands under their clientIDs.
  if ('personId' in contribution) for (const range of index.idsBy(contribution.personId)) inserted.add(range);
  return { doc, inserted, deleted, index };
}
