/** Documents, authors and appends for the contract suite. */
import type { CapacityId, DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import type { Append, NewRow } from '../ports/document-log.ts';

export const AMINA: Author = author('amina-hussain', 'amina-hussain.resident');
/** The same person in another capacity: another author. */
export const AMINA_FOR_GROUP: Author = author('amina-hussain', 'amina-hussain.group-lead.chesham-fold-residents');
export const IMRAN: Author = author('imran-shah', 'imran-shah.officer.streets-and-parks');

function author(personId: string, capacityId: string): Author {
  return { personId: personId as PersonId, capacityId: capacityId as CapacityId };
}

export function sampleDocument(id: string, changes: Partial<DocumentInfo> = {}): DocumentInfo {
  return {
    id: id as DocumentId,
    kind: 'priorities',
    placeId: 'radcliffe-west' as PlaceId,
    title: 'Radcliffe West: what matters — Pa bethau sy’n cyfrif',
    phase: 'drafting',
    shapeVersion: 1,
    epoch: 1,
    rightsVersion: 1,
    createdBy: AMINA.personId,
    createdAtMs: 1_790_000_000_000,
    ...changes,
  };
}

export function sampleRow(text: string, changes: Partial<NewRow> = {}): NewRow {
  return { author: AMINA, route: 'typed', atMs: 1_790_000_000_001, update: new TextEncoder().encode(text), ...changes };
}

/** One row per text. */
export function sampleAppend(documentId: string, baseSeq: number, texts: readonly string[], changes: Partial<Append> = {}): Append {
  return {
    documentId: documentId as DocumentId,
    epoch: 1,
    rightsVersion: 1,
    baseSeq,
    rows: texts.map((text) => sampleRow(text)),
    leases: [],
    ...changes,
  };
}
