/** Where documents stand, many at once. */
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentHead } from '../ports/document-log.ts';
import type { SqliteConnection } from './connection.ts';

export function createHeadsReader(connection: SqliteConnection): (documentIds: readonly DocumentId[]) => readonly DocumentHead[] {
  const heads = connection.prepare<[string], DocumentHead>(
    `select d.id as documentId, d.epoch, d.rights_version as rightsVersion, coalesce(h.seq, 0) as headSeq
     from document d left join document_head h on h.document = d.key where d.id in (select value from json_each(?))`,
  );
  return (documentIds) => heads.all(JSON.stringify(documentIds));
}
