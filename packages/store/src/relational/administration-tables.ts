/** The tables of setting up and looking after: lists, invitations, grants, teams, handovers. */
import type { Role } from '@ginnel/domain/people';

export interface AdministrationTables {
  councillor_party: CouncillorPartyRow;
  set_up_draft: SetUpDraftRow;
  import_batch: ImportBatchRow;
  invitation: InvitationRow;
  drafting_grant: DraftingGrantRow;
  team: TeamRow;
  team_slot: TeamSlotRow;
  handover_note: HandoverNoteRow;
  notice: NoticeRow;
}

/** For the balance across parties that the register shows; never beside anything that somebody wrote. */
interface CouncillorPartyRow {
  capacity_id: string;
  party: string;
}

/** Set-up as far as it has come, under one name. JSON. */
interface SetUpDraftRow {
  name: string;
  draft: string;
}

/** One import, and in `done` (JSON, ids and earlier values) what taking it back would undo. */
export interface ImportBatchRow {
  id: string;
  list: 'places' | 'organisations' | 'people';
  at_ms: number;
  by_person_id: string;
  done: string;
  undone_at_ms: number | null;
}

/** Its secret is known by its hash only; open until it is accepted, withdrawn or too old. */
export interface InvitationRow {
  id: string;
  token_hash: string;
  /** In lower case. */
  email: string;
  name: string;
  role: Role;
  organisation_id: string | null;
  place_id: string;
  term_ends_at_ms: number | null;
  /** The capacity in which somebody invited. */
  invited_by: string;
  at_ms: number;
  expires_at_ms: number;
  sent_at_ms: number | null;
  accepted_at_ms: number | null;
  accepted_by: string | null;
  withdrawn_at_ms: number | null;
}

/** A group lets an umbrella body draft for it: in one document, or in a place and below it. */
export interface DraftingGrantRow {
  id: string;
  group_id: string;
  helper_id: string;
  place_id: string;
  document_id: string | null;
  given_by: string;
  at_ms: number;
  ends_at_ms: number;
  withdrawn_at_ms: number | null;
}

export interface TeamRow {
  id: string;
  place_id: string;
  name: string;
  /** How many core members must be there for a decision. */
  quorum: number;
}

export interface TeamSlotRow {
  id: string;
  team_id: string;
  name: string;
  core: number;
  /** Who fills it must act for this organisation; `null`: anybody. */
  organisation_id: string | null;
  capacity_id: string | null;
  position: number;
  empty_since_ms: number;
}

/** What whoever holds a role wants the next one to know. */
export interface HandoverNoteRow {
  capacity_id: string;
  words: string;
  at_ms: number;
}

/** That somebody was told of something, so that they are told once. */
interface NoticeRow {
  person_id: string;
  about: string;
  at_ms: number;
}
