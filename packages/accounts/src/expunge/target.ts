/** What is to go for good, as somebody asks for it and as it is kept: by person, by place or by ids, never by the words themselves. */
import type { DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import { idsOfQuote } from '@ginnel/merge/epochs/quoted';
import type { ChosenIds } from '@ginnel/merge/undo/contribution';
import type { Expunged } from '@ginnel/merge/epochs/gone';
import { findDocument, listDocuments } from '@ginnel/store/relational/documents';
import { findHeld } from '@ginnel/store/relational/held';
import { findPerson } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import { type ReadableLog, wholeLog } from './whole-log.ts';

export type AskedTarget =
  /** Everything that a person wrote, in one document or (`null`) in all. */
  | { readonly kind: 'person'; readonly personId: string; readonly documentId: string | null }
  /** An entry or a field whole, or the `title` of the document. */
  | { readonly kind: 'contribution'; readonly documentId: string; readonly path: string }
  /** Words that moderation holds or hides. */
  | { readonly kind: 'held'; readonly heldId: string; readonly documentId: string }
  /** Words, quoted as they stand. */
  | {
      readonly kind: 'range';
      readonly documentId: string;
      readonly path: string;
      readonly quote: string;
      readonly occurrence: number;
    };

/** The same without a word of it. */
export type Target =
  Exclude<AskedTarget, { kind: 'range' }> | { readonly kind: 'range'; readonly documentId: string; readonly path: string };

export const TITLE_PATH = 'title';

export interface ConcernedDocument {
  readonly info: DocumentInfo;
  readonly what: readonly Expunged[];
  /** The epoch of ids in it; the document's, when left out. */
  readonly askedEpoch?: number;
}

export interface Concerned {
  readonly target: Target;
  readonly documents: readonly ConcernedDocument[];
}

/** Reads the logs of the documents in question: a matter of seconds. `null`: there is no such person, document or place in it. */
export async function concernedBy({ db, log }: { db: Relational; log: ReadableLog }, asked: AskedTarget): Promise<Concerned | null> {
  if (asked.kind === 'person') {
    if ((await findPerson(db, asked.personId)) === null) return null;
    const documents = await documentsOf({ db, log }, asked.personId, asked.documentId);
    if (documents === null) return null;
    return { target: asked, documents: documents.map((info) => ({ info, what: [{ personId: asked.personId as PersonId }] })) };
  }
  const info = await findDocument(db, asked.documentId);
  if (info === null) return null;
  if (asked.kind === 'contribution') return { target: asked, documents: [{ info, what: [{ path: asked.path }] }] };
  if (asked.kind === 'held') {
    const held = await findHeld(db, asked.heldId);
    if (held?.document_id !== info.id) return null;
    const { inserted } = JSON.parse(held.ids) as ChosenIds;
    return { target: asked, documents: [{ info, what: [{ ids: inserted }], askedEpoch: held.epoch }] };
  }
  const found = await wholeLog(log, info.id);
  if (found === null) return null;
  const ids = idsOfQuote(
    info.kind,
    found.rows.map(({ update }) => update),
    asked,
  );
  if (ids === null) return null;
  const { kind, documentId, path } = asked;
  return { target: { kind, documentId, path }, documents: [{ info: found.stored.info, what: [{ ids }] }] };
}

/** The documents in which somebody holds a clientID; `null`: there is no such document. */
export async function documentsOf(
  { db, log }: { db: Relational; log: ReadableLog },
  personId: string,
  documentId: string | null,
): Promise<DocumentInfo[] | null> {
  const one = documentId === null ? null : await findDocument(db, documentId);
  if (documentId !== null && one === null) return null;
  const found: DocumentInfo[] = [];
  for (const info of one === null ? await listDocuments(db) : [one]) {
    const stored = await log.load(info.id as DocumentId);
    if (stored?.leases.some(({ author }) => author.personId === personId) === true) found.push(stored.info);
  }
  return found;
}

/** The places in which all of it lies. */
export function placesOf({ documents }: Pick<Concerned, 'documents'>): PlaceId[] {
  return [...new Set(documents.map(({ info }) => info.placeId))];
}
