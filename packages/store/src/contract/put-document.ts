/** Makes a document for the contract suite, or moves its phase, rights or epoch on. */
import type { DocumentInfo } from '@ginnel/domain/documents';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

export async function putDocument(db: Kysely<Database>, info: DocumentInfo): Promise<void> {
  const row = {
    id: info.id,
    kind: info.kind,
    place_id: info.placeId,
    title: info.title,
    phase: info.phase,
    shape_version: info.shapeVersion,
    epoch: info.epoch,
    rights_version: info.rightsVersion,
    created_by: info.createdBy,
    created_at_ms: info.createdAtMs,
  };
  await db
    .insertInto('document')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}
