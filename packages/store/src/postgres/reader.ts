/** Reads the log from PostgreSQL at one moment, and believes no row whose checksum does not fit. */
import type pg from 'pg';
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

type DocumentRow = DocumentInfo & Placed;

/** Runs inside a read-only transaction at `repeatable read` that the caller has begun. */
export async function loadDocument(client: pg.ClientBase, documentId: DocumentId): Promise<StoredDocument | null> {
  const found = await findDocument(client, documentId);
  if (found === null) return null;
  const { key, firstSeq: _firstSeq, headSeq, ...info } = verifiedDocument(found);
  const snapshots = await client.query<RawSnapshot>({
    name: 'newest-snapshot',
    text: `select seq, bytes as "update", state_vector as "stateVector", checksum from document_snapshot
           where document = $1 and epoch = $2 order by seq desc limit 1`,
    values: [key, info.epoch],
  });
  const kept = snapshots.rows[0];
  const run = { afterSeq: kept?.seq ?? 0, limit: Number.MAX_SAFE_INTEGER };
  const tail = await readRaw(client, found, run);
  const leases = await client.query<RawLease>({
    name: 'leases',
    text: `select l.client_id as "clientId", a.person_id as "personId", a.capacity_id as "capacityId", l.checksum
           from client_lease l left join log_author a on a.key = l.author where l.document = $1 order by l.client_id`,
    values: [key],
  });
  return {
    info,
    headSeq,
    snapshot: kept === undefined ? null : verifiedSnapshot(documentId, info.epoch, kept),
    tail: verifiedRun(found, tail, run),
    leases: verifiedLeases(documentId, leases.rows),
  };
}

/** One statement, and so of one moment without a transaction: nodes ask this of every open document each second. */
export async function readRows(db: Pick<pg.Pool, 'query'>, documentId: DocumentId, run: Run): Promise<readonly LogRow[]> {
  const { rows } = await db.query<Placed & Partial<RawRow>>({
    name: 'read-rows',
    text: `select d.id, d.key, d.epoch, coalesce(h.first_seq, 1) as "firstSeq", coalesce(h.seq, 0) as "headSeq",
                  u.seq, a.person_id as "personId", a.capacity_id as "capacityId", u.route, u.at_ms as "atMs", u.bytes as "update", u.checksum
           from document d left join document_head h on h.document = d.key
           left join document_update u on u.document = d.key and u.epoch = d.epoch and u.seq > $2
           left join log_author a on a.key = u.author
           where d.id = $1 order by u.seq limit greatest($3, 1)`,
    values: [documentId, run.afterSeq, run.limit],
  });
  const found = rows[0];
  if (found === undefined) return [];
  const raw = rows.filter((row): row is Placed & RawRow => typeof row.seq === 'number').slice(0, run.limit);
  return verifiedRun(verifiedDocument(found), raw, run);
}

async function findDocument(client: pg.ClientBase, documentId: DocumentId): Promise<DocumentRow | null> {
  const { rows } = await client.query<DocumentRow>({
    name: 'find-document',
    text: `select d.key, d.id, d.kind, d.place_id as "placeId", d.title, d.phase, d.shape_version as "shapeVersion", d.epoch,
                  d.rights_version as "rightsVersion", d.created_by as "createdBy", d.created_at_ms as "createdAtMs",
                  coalesce(h.seq, 0) as "headSeq", coalesce(h.first_seq, 1) as "firstSeq"
           from document d left join document_head h on h.document = d.key where d.id = $1`,
    values: [documentId],
  });
  return rows[0] ?? null;
}

async function readRaw(client: pg.ClientBase, { key, epoch }: DocumentRow, { afterSeq, limit }: Run): Promise<RawRow[]> {
  const { rows } = await client.query<RawRow>({
    name: 'rows-after',
    text: `select u.seq, a.person_id as "personId", a.capacity_id as "capacityId", u.route, u.at_ms as "atMs", u.bytes as "update", u.checksum
           from document_update u left join log_author a on a.key = u.author
           where u.document = $1 and u.seq > $2 and u.epoch = $3 order by u.seq limit $4`,
    values: [key, afterSeq, epoch, limit],
  });
  return rows;
}
