/** Where documents stand, many at once: what a node asks each second in case it has missed a hint. */
import type pg from 'pg';
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentHead } from '../ports/document-log.ts';

/** One statement, whatever their number. */
export async function readHeads(db: Pick<pg.Pool, 'query'>, documentIds: readonly DocumentId[]): Promise<readonly DocumentHead[]> {
  if (documentIds.length === 0) return [];
  const { rows } = await db.query<DocumentHead>({
    name: 'read-heads',
    text: `select d.id as "documentId", d.epoch, d.rights_version as "rightsVersion", coalesce(h.seq, 0) as "headSeq"
           from document d left join document_head h on h.document = d.key where d.id = any($1)`,
    values: [documentIds],
  });
  return rows;
}
