/** Documents as they are decided: made, listed, found. Their words are in the log. */
import type { DocumentId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { DocumentInfo, Phase } from '@ginnel/domain/documents';
import { question } from './ask.ts';
import type { DocumentRow, Relational } from './tables.ts';

/** All public documents, or those of one place; the oldest first. */
export async function listDocuments(db: Relational, placeId?: string): Promise<DocumentInfo[]> {
  let query = db.selectFrom('document').selectAll().where('visibility', '=', 'public');
  if (placeId !== undefined) query = query.where('place_id', '=', placeId);
  const rows = await query.orderBy('created_at_ms').orderBy('id').execute();
  return rows.map(rowToInfo);
}

export async function findDocument(db: Relational, id: string): Promise<DocumentInfo | null> {
  const [row] = await documentBy(db, [id]);
  return row === undefined ? null : rowToInfo(row);
}

const documentBy = question<DocumentRow>((db) => db.selectFrom('document').selectAll().where('id', '=', ''));

export type NewDocument = Pick<DocumentInfo, 'id' | 'kind' | 'placeId' | 'title' | 'shapeVersion' | 'createdBy' | 'createdAtMs'>;

/** A new, empty document: drafting, epoch 1, public to read. */
export async function addDocument(db: Relational, document: NewDocument): Promise<void> {
  await db
    .insertInto('document')
    .values({
      id: document.id,
      kind: document.kind,
      place_id: document.placeId,
      title: document.title,
      phase: 'drafting',
      shape_version: document.shapeVersion,
      epoch: 1,
      rights_version: 1,
      visibility: 'public',
      created_by: document.createdBy,
      created_at_ms: document.createdAtMs,
    })
    .execute();
}

export function rowToInfo(row: Omit<DocumentRow, 'key' | 'visibility'>): DocumentInfo {
  return {
    id: row.id as DocumentId,
    kind: row.kind,
    placeId: row.place_id as PlaceId,
    title: row.title,
    phase: row.phase,
    shapeVersion: Number(row.shape_version),
    epoch: Number(row.epoch),
    rightsVersion: Number(row.rights_version),
    createdBy: row.created_by as PersonId | null,
    createdAtMs: Number(row.created_at_ms),
  };
}

/** Moves a document to another phase. Judgements made before are refused by the log, because the rights version rises. */
export async function setPhase(db: Relational, id: DocumentId, phase: Phase): Promise<void> {
  await db
    .updateTable('document')
    .set((row) => ({ phase, rights_version: row('rights_version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Raises the rights version of every document in these places: roles there have changed. @returns the documents */
export async function raiseRights(db: Relational, placeIds: readonly PlaceId[]): Promise<DocumentId[]> {
  if (placeIds.length === 0) return [];
  const rows = await db
    .updateTable('document')
    .set((row) => ({ rights_version: row('rights_version', '+', 1) }))
    .where('place_id', 'in', [...placeIds])
    .returning('id')
    .execute();
  return rows.map(({ id }) => id as DocumentId);
}
