/**
 * Writes to the log in one transaction of four or five statements. Locks are taken in one order everywhere (documents
 * by number, each with its head), so that two nodes wait for each other but never in a ring.
 */
import type pg from 'pg';
import { assert } from '@ginnel/base/assert';
import type { DocumentId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import { checkAppend } from '../log/check-append.ts';
import { leaseChecksum, rowChecksum } from '../log/checksum.ts';
import type { Append, Appended, Lease, LogRow } from '../ports/document-log.ts';
import type { Interned } from './interned.ts';

/** A document as the database holds it under our lock, moved on by what this transaction will write. */
export interface Locked {
  readonly id: DocumentId;
  readonly key: number;
  readonly epoch: number;
  readonly rightsVersion: number;
  headSeq: number;
  readonly holders: Map<number, Author>;
  readonly rows: LogRow[];
  readonly leases: Lease[];
}

/** Judges and writes inside a transaction that the caller has begun and will commit. */
export async function writeAppends(client: pg.ClientBase, appends: readonly Append[], interned: Interned): Promise<Appended[]> {
  const documents = await lockDocuments(client, [...new Set(appends.map((append) => append.documentId))]);
  await readHolders(client, appends, documents);
  const outcomes = appends.map((append) => take(documents.get(append.documentId) ?? null, append));
  const locked = [...documents.values()];
  await addLeases(client, locked, interned);
  await addRows(client, locked, interned);
  return outcomes;
}

function take(document: Locked | null, append: Append): Appended {
  const refused = checkAppend(append, document, (clientId) => document?.holders.get(clientId) ?? null);
  if (refused !== null) return refused;
  assert(document !== null, 'an append that passes has a document');
  for (const lease of append.leases) {
    if (document.holders.has(lease.clientId)) continue;
    document.holders.set(lease.clientId, lease.author);
    document.leases.push(lease);
  }
  for (const row of append.rows) document.rows.push({ ...row, seq: ++document.headSeq });
  return { outcome: 'durable', headSeq: document.headSeq };
}

/**
 * The rights are locked against change until we commit, and the head against every other writer: so the order of
 * sequence numbers is the order of commits. A document without a head is one that `Interned` did not find.
 */
export async function lockDocuments(client: pg.ClientBase, ids: readonly DocumentId[]): Promise<Map<DocumentId, Locked>> {
  const { rows } = await client.query<Omit<Locked, 'holders' | 'rows' | 'leases'>>({
    name: 'lock-documents',
    text: `select d.key, d.id, d.epoch, d.rights_version as "rightsVersion", h.seq as "headSeq"
           from document d join document_head h on h.document = d.key
           where d.id = any($1) order by d.key for share of d for update of h`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, { ...row, holders: new Map(), rows: [], leases: [] }]));
}

async function readHolders(client: pg.ClientBase, appends: readonly Append[], documents: ReadonlyMap<DocumentId, Locked>): Promise<void> {
  const asked = appends.flatMap(({ documentId, leases }) =>
    leases.map(({ clientId }) => ({ document: documents.get(documentId), clientId })),
  );
  if (asked.length === 0) return;
  const { rows } = await client.query<{ id: DocumentId; clientId: number } & Author>({
    name: 'lease-holders',
    text: `select d.id, l.client_id as "clientId", a.person_id as "personId", a.capacity_id as "capacityId"
           from client_lease l join log_author a on a.key = l.author join document d on d.key = l.document
           where (l.document, l.client_id) in (select * from unnest($1::int[], $2::bigint[]))`,
    values: [asked.map(({ document }) => document?.key ?? 0), asked.map(({ clientId }) => clientId)],
  });
  for (const { id, clientId, personId, capacityId } of rows) documents.get(id)?.holders.set(clientId, { personId, capacityId });
}

export async function addLeases(client: pg.ClientBase, documents: readonly Locked[], interned: Interned): Promise<void> {
  const leases = documents.flatMap((document) => document.leases.map((lease) => ({ document, lease })));
  if (leases.length === 0) return;
  await client.query({
    name: 'add-leases',
    text: `insert into client_lease (document, client_id, author, checksum)
           select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[])`,
    values: [
      leases.map(({ document }) => document.key),
      leases.map(({ lease }) => lease.clientId),
      leases.map(({ lease }) => interned.keyOf(lease.author)),
      leases.map(({ document, lease }) => leaseChecksum(document.id, lease)),
    ],
  });
}

export async function addRows(client: pg.ClientBase, documents: readonly Locked[], interned: Interned): Promise<void> {
  const moved = documents.filter((document) => document.rows.length > 0);
  if (moved.length === 0) return;
  const rows = moved.flatMap((document) => document.rows.map((row) => ({ document, row })));
  await client.query({
    name: 'add-rows',
    text: `with moved as (
             update document_head set seq = head.seq from unnest($9::int[], $10::bigint[]) as head (document, seq)
             where document_head.document = head.document)
           insert into document_update (document, seq, epoch, author, route, at_ms, bytes, checksum)
           select * from unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::bytea[], $8::bigint[])`,
    values: [
      rows.map(({ document }) => document.key),
      rows.map(({ row }) => row.seq),
      rows.map(({ document }) => document.epoch),
      rows.map(({ row }) => interned.keyOf(row.author)),
      rows.map(({ row }) => ROUTES.indexOf(row.route)),
      rows.map(({ row }) => row.atMs),
      rows.map(({ row }) => Buffer.from(row.update.buffer, row.update.byteOffset, row.update.byteLength)),
      rows.map(({ document, row }) => rowChecksum(document.id, document.epoch, row)),
      moved.map((document) => document.key),
      moved.map((document) => document.headSeq),
    ],
  });
}
