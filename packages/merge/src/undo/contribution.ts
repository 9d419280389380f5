/** What one contribution, or everything that one person did, put in and took out: found by replaying the log. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { PersonId } from '@ginnel/base/ids';
import * as Y from 'yjs';
import { AttributionIndex, replayRow, type AttributedRow } from '../attribution/index.ts';
import type { IdRange, LeaseOf } from '../contract.ts';
import { openRoots } from '../edits/open.ts';
import type { History } from './history.ts';
import { IdSet } from '../attribution/id-set.ts';
import { itemsIn, MarkLedger } from './marks.ts';

/** Exactly these ids: what somebody put in, and what they took out. */
export interface ChosenIds {
  readonly inserted: readonly IdRange[];
  readonly deleted: readonly IdRange[];
}

/** Rows of the log, or everything that a person wrote or deleted in any capacity, or what was chosen by id. */
export type Contribution = { readonly seqs: ReadonlySet<number> } | { readonly personId: PersonId } | ChosenIds;

export interface Replayed {
  /** The document after the whole log, with everything ever deleted still readable. */
  readonly doc: Y.Doc;
  readonly inserted: IdSet;
  readonly deleted: IdSet;
  readonly index: AttributionIndex;
  readonly marks: MarkLedger;
}

export function replayFor(kind: DocumentKind, rows: Iterable<AttributedRow>, contribution: Contribution, leaseOf: LeaseOf): Replayed {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  const inserted = new IdSet();
  const deleted = new IdSet();
  const index = new AttributionIndex();
  const marks = new MarkLedger();
  /** What was chosen by id took words out in rows that may hold other edits: only what became of those words is of interest. */
  const goneWords = new MarkLedger();
  for (const row of rows) {
    const isTheirRow = isRowOf(row, contribution);
    const ledger = isTheirRow ? marks : 'deleted' in contribution && contribution.deleted.length > 0 ? goneWords : null;
    const apply = () => replayRow(index, doc, row, leaseOf);
    const effects = ledger === null ? apply() : ledger.record(doc, row.update, apply);
    for (const range of effects.inserted) {
      const author = leaseOf(range.client) ?? row.author;
      if ('personId' in contribution ? author.personId === contribution.personId : isTheirRow) inserted.add(range);
    }
    if (isTheirRow) for (const range of effects.deleted) deleted.add(range);
  }
  // Also what others have moved: it stands under their clientIDs.
  if ('personId' in contribution) for (const range of index.idsBy(contribution.personId)) inserted.add(range);
  if (!('inserted' in contribution)) return { doc, inserted, deleted, index, marks };
  for (const range of contribution.inserted) inserted.add(range);
  for (const range of contribution.deleted) deleted.add(range);
  return { doc, inserted, deleted, index, marks: goneWords.onlyGone() };
}

/** The same for ids, without replaying anything: a copy of a document that holds the whole log. See `isPlain`. */
export function copyFor({ kind, doc: whole, index }: History, { inserted, deleted }: ChosenIds): Replayed {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(whole));
  const chosen = { inserted: new IdSet(), deleted: new IdSet() };
  for (const range of inserted) chosen.inserted.add(range);
  for (const range of deleted) chosen.deleted.add(range);
  return { doc, index, ...chosen, marks: new MarkLedger() };
}

/** Whether the ids took nothing out of rich text, so that no marks are to be remembered from the rows of the log. */
export function isPlain({ doc }: History, { deleted }: ChosenIds): boolean {
  return deleted.every((range) =>
    itemsIn(doc, range).every(({ parent }) => !(parent instanceof Y.XmlText || parent instanceof Y.XmlFragment)),
  );
}

/** What one row put in and took out, by its own account: true of rows that were worked out on all that came before them. */
export function idsOfRow(update: Uint8Array): ChosenIds {
  const { structs, ds } = Y.decodeUpdate(update);
  return {
    inserted: structs.map(({ id, length }) => ({ client: id.client, clock: id.clock, length })),
    deleted: [...ds.clients].flatMap(([client, ranges]) => ranges.map(({ clock, len }) => ({ client, clock, length: len }))),
  };
}

function isRowOf({ seq, author }: AttributedRow, contribution: Contribution): boolean {
  if ('seqs' in contribution) return contribution.seqs.has(seq);
  return 'personId' in contribution && author.personId === contribution.personId;
}
