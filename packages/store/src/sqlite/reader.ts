/** Reads the log on a connection of its own and believes no row whose checksum does not fit. */
import type { DocumentId } from '@ginnel/base/ids';
import type { DocumentInfo } from '@ginnel/domain/documents';
import {
  verifiedDocument,
  verifiedLeases,
  verifiedRun,
  verifiedSnapshot,
  type Placed,
  type RawLease,
  type RawRow,
  type RawSnapshot,
  type Run,
} from '../log/verify.ts';
import type { LogRow, StoredDocument } from '../ports/document-log.ts';
import type { SqliteConnection } from './connection.ts';
import { HAS_LONG_ROWS, updateIn } from './long-rows.ts';

export interface LogReader {
  load(documentId: DocumentId): StoredDocument | null;
  read(documentId: DocumentId, afterSeq: number, limit: number): readonly LogRow[];
}

type DocumentRow = DocumentInfo & Placed;

/** Asked with `+?`, for the reason that `preparedOnce` gives. */
export function createReader(connection: SqliteConnection): LogReader {
  const document = connection.prepare<[string], DocumentRow>(
    `select d.key, d.id, d.kind, d.place_id as placeId, d.title, d.phase, d.shape_version as shapeVersion, d.epoch,
            d.rights_version as rightsVersion, d.created_by as createdBy, d.created_at_ms as createdAtMs, coalesce(h.seq, 0) as headSeq,
            coalesce(h.first_seq, 1) as firstSeq
     from document d left join document_head h on h.document = d.key where d.id = +?`,
  );
  const snapshot = connection.prepare<[number, number], RawSnapshot>(
    `select seq, bytes as "update", state_vector as stateVector, checksum from document_snapshot
     where document = +? and epoch = +? order by seq desc limit 1`,
  );
  const update = connection.prepare(HAS_LONG_ROWS).get() !== undefined ? updateIn('u') : 'u.bytes';
  const rowsOf = (table: string, order: string) =>
    connection.prepare<[number, number, number, number], RawRow>(
      `select u.seq, a.person_id as personId, a.capacity_id as capacityId, u.route, u.at_ms as atMs, ${update} as "update", u.checksum
       from ${table} u left join log_author a on a.key = u.author
       where u.document = +? and u.seq > +? and u.epoch = +? order by ${order} limit +?`,
    );
  const folded = rowsOf('document_update', 'u.seq');
  /** Few enough to be looked through; each is newer than every folded row of its document. */
  const recent = rowsOf('document_recent', 'u.arrival');

  function rowsAfter({ key, epoch }: DocumentRow, { afterSeq, limit }: Run): RawRow[] {
    const first = folded.all(key, afterSeq, epoch, limit);
    return first.length === limit ? first : [...first, ...recent.all(key, afterSeq, epoch, limit - first.length)];
  }

  const leases = connection.prepare<[number], RawLease>(
    `select l.client_id as clientId, a.person_id as personId, a.capacity_id as capacityId, l.checksum
     from client_lease l left join log_author a on a.key = l.author where l.document = +?`,
  );

  /** All statements of `work` see the same moment. */
  const atOneMoment = connection.transaction(<T>(work: () => T): T => work());

  return {
    load: (documentId) =>
      atOneMoment(() => {
        const found = document.get(documentId);
        if (found === undefined) return null;
        const { key, firstSeq: _firstSeq, headSeq, ...info } = verifiedDocument(found);
        const kept = snapshot.get(key, info.epoch);
        const run = { afterSeq: kept?.seq ?? 0, limit: Number.MAX_SAFE_INTEGER };
        return {
          info,
          headSeq,
          snapshot: kept === undefined ? null : verifiedSnapshot(documentId, info.epoch, kept),
          tail: verifiedRun(found, rowsAfter(found, run), run),
          leases: verifiedLeases(documentId, leases.all(key)),
        };
      }) as StoredDocument | null,
    read: (documentId, afterSeq, limit) =>
      atOneMoment(() => {
        const found = document.get(documentId);
        if (found === undefined) return [];
        return verifiedRun(found, rowsAfter(verifiedDocument(found), { afterSeq, limit }), { afterSeq, limit });
      }) as readonly LogRow[],
  };
}
