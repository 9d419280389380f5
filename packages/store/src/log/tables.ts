/** The tables of the log, as SQL sees them on either database. Everything else of the database is in `relational/`. */
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { Generated } from 'kysely';

export interface LogTables {
  document: DocumentTable;
  document_head: DocumentHeadTable;
  document_update: DocumentUpdateTable;
  document_recent: DocumentRecentTable;
  document_long: DocumentLongTable;
  document_snapshot: DocumentSnapshotTable;
  client_lease: ClientLeaseTable;
  log_author: LogAuthorTable;
}

/** What is decided about a document. Its words are in `document_update`. */
export interface DocumentTable {
  /** Small and internal: rows of the log carry it instead of the id. */
  key: Generated<number>;
  id: string;
  kind: DocumentKind;
  place_id: string;
  title: string;
  phase: Phase;
  shape_version: number;
  epoch: Generated<number>;
  rights_version: Generated<number>;
  visibility: Generated<'public'>;
  created_by: string | null;
  created_at_ms: number;
}

/**
 * The newest row of each document; no row means 0. Apart from `document` because every append writes it: a hundred
 * heads share a page, so that an evening in a hundred documents does not rewrite a hundred wide rows.
 */
export interface DocumentHeadTable {
  document: number;
  seq: number;
  /** The first row of the current epoch. */
  first_seq: Generated<number>;
}

export interface DocumentUpdateTable {
  document: number;
  seq: number;
  epoch: number;
  author: number;
  /** The place in `ROUTES` (domain/attribution). */
  route: number;
  at_ms: number;
  bytes: Uint8Array;
  checksum: number;
}

/** On SQLite only: rows that are durable and not yet folded into `document_update`. No row is ever in both. */
export interface DocumentRecentTable extends DocumentUpdateTable {
  arrival: Generated<number>;
}

/** On SQLite only: the updates of rows whose own `bytes` are empty because theirs are many. */
export interface DocumentLongTable {
  document: number;
  seq: number;
  bytes: Uint8Array;
}

export interface DocumentSnapshotTable {
  document: number;
  seq: number;
  epoch: number;
  bytes: Uint8Array;
  state_vector: Uint8Array;
  checksum: number;
}

export interface ClientLeaseTable {
  document: number;
  client_id: number;
  author: number;
  checksum: number;
}

/** Person and capacity together under a small number, so that a row of the log says who wrote it in one byte or two. */
export interface LogAuthorTable {
  key: Generated<number>;
  person_id: string;
  capacity_id: string;
}
