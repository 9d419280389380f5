/** Where documents stand, many at once: what a node asks each second in case it has missed a hint. */
import type { DocumentId } from '@ginnel/base/ids';
import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

export interface DocumentHead {
  readonly documentId: DocumentId;
  readonly epoch: number;
  readonly rightsVersion: number;
  readonly headSeq: number;
}

/** One query for all of them; documents that are not there are left out. At most 10,000 ids. */
export async function readHeads(db: Kysely<Database>, documentIds: readonly DocumentId[]): Promise<readonly DocumentHead[]> {
  if (documentIds.length === 0) return [];
  const rows = await db
    .selectFrom('document')
    .leftJoin('document_head', 'document_head.document', 'document.key')
    .select(['document.id', 'document.epoch', 'document.rights_version', 'document_head.seq'])
    .where('document.id', 'in', documentIds)
    .execute();
  return rows.map((row) => ({
    documentId: row.id as DocumentId,
    epoch: row.epoch,
    rightsVersion: row.rights_version,
    headSeq: row.seq ?? 0,
  }));
}
