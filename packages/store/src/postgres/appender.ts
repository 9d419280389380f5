/**
 * Writes to the log in one transaction on one connection. Locks are taken in one order everywhere (documents, heads,
 * authors, each by number or name), so that two nodes wait for each other but never in a ring.
 */
import type pg from 'pg';
import { assert } from '@ginnel/base/assert';
import type { DocumentId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import { checkAppend } from '../log/check-append.ts';
import { leaseChecksum, rowChecksum } from '../log/checksum.ts';
import type { Append, Appended, Lease, LogRow } from '../ports/document-log.ts';

/** A document as the database holds it under our lock, moved on by what this transaction will write. */
interface Locked {
  readonly key: number;
  readonly epoch: number;
  readonly rightsVersion: number;
  headSeq: number;
  readonly holders: Map<number, Author>;
  readonly rows: LogRow[];
  readonly leases: Lease[];
}

/** Judges and writes inside a transaction that the caller has begun and will commit. */
export async function writeAppends(client: pg.ClientBase, appends: readonly Append[]): Promise<Appended[]> {
  const documents = await lockDocuments(client, appends);
  const outcomes = appends.map((append) => take(documents, append));
  const written = [...documents].filter(([, document]) => document.rows.length + document.leases.length > 0);
  if (written.length > 0) await write(client, new Map(written));
  return outcomes;
}

function take(documents: ReadonlyMap<DocumentId, Locked>, append: Append): Appended {
  const document = documents.get(append.documentId) ?? null;
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
 * sequence numbers is the order of commits.
 */
async function lockDocuments(client: pg.ClientBase, appends: readonly Append[]): Promise<Map<DocumentId, Locked>> {
  const ids = [...new Set(appends.map((append) => append.documentId))];
  const found = await client.query<{ key: number; id: DocumentId; epoch: number; rights: number }>({
    name: 'lock-documents',
    text: 'select key, id, epoch, rights_version as rights from document where id = any($1) order by key for share',
    values: [ids],
  });
  const keys = found.rows.map((row) => row.key);
  await client.query({
    name: 'make-heads',
    text: 'insert into document_head (document, seq) select key, 0 from unnest($1::int[]) key order by key on conflict do nothing',
    values: [keys],
  });
  const heads = await client.query<{ document: number; seq: number }>({
    name: 'lock-heads',
    text: 'select document, seq from document_head where document = any($1) order by document for update',
    values: [keys],
  });
  const seqs = new Map(heads.rows.map((row) => [row.document, row.seq]));
  const documents = new Map<DocumentId, Locked>();
  for (const { key, id, epoch, rights } of found.rows) {
    const headSeq = seqs.get(key) ?? 0;
    documents.set(id, { key, epoch, rightsVersion: rights, headSeq, holders: new Map(), rows: [], leases: [] });
  }
  await readHolders(client, appends, documents);
  return documents;
}

async function readHolders(client: pg.ClientBase, appends: readonly Append[], documents: ReadonlyMap<DocumentId, Locked>): Promise<void> {
  const asked = appends.flatMap(({ documentId, leases }) =>
    leases.map(({ clientId }) => ({ document: documents.get(documentId), clientId })),
  );
  if (asked.length === 0) return;
  const { rows } = await client.query<{ document: number; clientId: number } & Author>({
    name: 'lease-holders',
    text: `select l.document, l.client_id as "clientId", a.person_id as "personId", a.capacity_id as "capacityId"
           from client_lease l join log_author a on a.key = l.author
           where (l.document, l.client_id) in (select * from unnest($1::int[], $2::bigint[]))`,
    values: [asked.map(({ document }) => document?.key ?? 0), asked.map(({ clientId }) => clientId)],
  });
  const byKey = new Map([...documents.values()].map((document) => [document.key, document]));
  for (const { document, clientId, personId, capacityId } of rows) byKey.get(document)?.holders.set(clientId, { personId, capacityId });
}

async function write(client: pg.ClientBase, documents: ReadonlyMap<DocumentId, Locked>): Promise<void> {
  const rows = [...documents].flatMap(([id, document]) => document.rows.map((row) => ({ id, document, row })));
  const leases = [...documents].flatMap(([id, document]) => document.leases.map((lease) => ({ id, document, lease })));
  const keyOf = await internAuthors(client, [...rows.map(({ row }) => row.author), ...leases.map(({ lease }) => lease.author)]);
  if (leases.length > 0) {
    await client.query({
      name: 'add-leases',
      text: `insert into client_lease (document, client_id, author, checksum)
             select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[])`,
      values: [
        leases.map(({ document }) => document.key),
        leases.map(({ lease }) => lease.clientId),
        leases.map(({ lease }) => keyOf(lease.author)),
        leases.map(({ id, lease }) => leaseChecksum(id, lease)),
      ],
    });
  }
  if (rows.length === 0) return;
  await client.query({
    name: 'add-rows',
    text: `insert into document_update (document, seq, epoch, author, route, at_ms, bytes, checksum)
           select * from unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::bytea[], $8::bigint[])`,
    values: [
      rows.map(({ document }) => document.key),
      rows.map(({ row }) => row.seq),
      rows.map(({ document }) => document.epoch),
      rows.map(({ row }) => keyOf(row.author)),
      rows.map(({ row }) => ROUTES.indexOf(row.route)),
      rows.map(({ row }) => row.atMs),
      rows.map(({ row }) => Buffer.from(row.update.buffer, row.update.byteOffset, row.update.byteLength)),
      rows.map(({ id, document, row }) => rowChecksum(id, document.epoch, row)),
    ],
  });
  const moved = [...documents.values()].filter((document) => document.rows.length > 0);
  await client.query({
    name: 'move-heads',
    text: `update document_head set seq = moved.seq from unnest($1::int[], $2::bigint[]) as moved (document, seq)
           where document_head.document = moved.document`,
    values: [moved.map((document) => document.key), moved.map((document) => document.headSeq)],
  });
}

async function internAuthors(client: pg.ClientBase, authors: readonly Author[]): Promise<(author: Author) => number> {
  const named = new Map(authors.map((author) => [nameOf(author), author]));
  const distinct = [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, author]) => author);
  const values = [distinct.map((author) => author.personId), distinct.map((author) => author.capacityId)];
  const find = {
    name: 'find-authors',
    text: `select key, person_id as "personId", capacity_id as "capacityId" from log_author
           where (person_id, capacity_id) in (select * from unnest($1::text[], $2::text[]))`,
    values,
  };
  let { rows } = await client.query<{ key: number } & Author>(find);
  if (rows.length < distinct.length) {
    await client.query({
      name: 'add-authors',
      text: 'insert into log_author (person_id, capacity_id) select * from unnest($1::text[], $2::text[]) on conflict do nothing',
      values,
    });
    ({ rows } = await client.query<{ key: number } & Author>(find));
  }
  const keys = new Map(rows.map((row) => [nameOf(row), row.key]));
  return (author) => {
    const key = keys.get(nameOf(author));
    assert(key !== undefined, 'every author that is written has a key');
    return key;
  };
}

function nameOf({ personId, capacityId }: Author): string {
  return `${personId}\n${capacityId}`;
}
