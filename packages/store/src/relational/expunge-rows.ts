/** Rows of expunging: who asked, who agreed, what went from which document, which backups still hold it, what is to be scrubbed. */
import type { ExpungeReason } from '@ginnel/domain/expunging';

/** Words that were asked to go for good, and what became of it. Holds ids and places of words, never words. */
export interface ExpungeRow {
  id: string;
  /** `begun`: agreed to, and carried out to its end whatever happens. */
  state: 'asked' | 'declined' | 'begun' | 'done';
  /** The place that all of it lies in. */
  place_id: string;
  /** JSON: `accounts/expunge/target`. */
  target: string;
  reason: ExpungeReason;
  asked_by: string;
  asked_as: string;
  asked_at_ms: number;
  answered_by: string | null;
  answered_as: string | null;
  answered_at_ms: number | null;
  done_at_ms: number | null;
  /** JSON: how many rows beside the log have lost their words so far; written in the transactions that take them. */
  beside: string | null;
  /** JSON, signed: kept for ever. */
  certificate: string | null;
}

/** One document of an expunge. */
export interface ExpungeDocumentRow {
  expunge_id: string;
  document_id: string;
  /** The epoch to which ids in `what` belong. */
  asked_epoch: number;
  /** JSON: what goes, by ids, paths or person. */
  what: string;
  /** JSON: what went and what stayed, in numbers. */
  outcome: string | null;
  /** JSON: where the words of the new epoch stood in the one before. */
  origins: string | null;
  /** The epoch that was begun; written in the same transaction that began it. */
  epoch: number | null;
}

/** A backup that was made of this database: it still holds what was expunged later. */
export interface BackupMadeRow {
  file: string;
  folder: string;
  made_at_ms: number;
  sha256: string;
}

/** Something was erased, and the files have not been scrubbed since. */
export interface ScrubOwedRow {
  id: string;
  since_ms: number;
}
