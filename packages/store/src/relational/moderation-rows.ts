/** Rows of moderation besides reports and time away: held words, warnings, appeals and their panels. */
import type { HeldState, ModerationReason, PanelVote } from '@ginnel/domain/moderation';

/** Words that were taken out of a document by a decision, kept with their author and place. */
export interface HeldRow {
  id: string;
  document_id: string;
  place_id: string;
  epoch: number;
  path: string;
  person_id: string;
  /** In which the first of the words were written. */
  capacity_id: string;
  /** JSON: the words, what stood around them, what they had replaced. */
  kept: string;
  /** JSON: their ids in the merge engine, in this epoch. */
  ids: string;
  state: HeldState;
  reason: ModerationReason;
  /** Said to the author and to readers. */
  words: string;
  /** Who held them first, and as what. */
  by_id: string;
  by_capacity: string;
  at_ms: number;
  /** Who decided last. */
  decided_by: string;
  /** `null`: not known. */
  decided_as: string | null;
  decided_at_ms: number;
  /** The row of the log that took them out; `null`: not done yet. */
  out_seq: number | null;
  /** The row that brought them back. */
  in_seq: number | null;
  /** The row that is being written, and the hash of its update: after a crash, whether it was. */
  trying_seq: number | null;
  trying_hash: string | null;
}

export interface WarningRow {
  id: string;
  person_id: string;
  place_id: string;
  reason: ModerationReason;
  words: string;
  by_id: string;
  at_ms: number;
  acknowledged_at_ms: number | null;
}

/** An author's appeal against holding or hiding their words. */
export interface AppealRow {
  id: string;
  held_id: string;
  place_id: string;
  person_id: string;
  words: string;
  at_ms: number;
  convened_by: string | null;
  convened_capacity: string | null;
  outcome: PanelVote | null;
  decided_at_ms: number | null;
}

export interface PanelMemberRow {
  appeal_id: string;
  person_id: string;
  vote: PanelVote | null;
  words: string | null;
  voted_at_ms: number | null;
}
