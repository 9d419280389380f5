/** The relational tables: what is decided, as opposed to what merges. Booleans are 0 and 1; times are milliseconds since 1970 UTC. */
import type { Generated, Kysely, Selectable } from 'kysely';
import type { ModerationReason, ReportOutcome } from '@ginnel/domain/moderation';
import type { MembershipClass, OrganisationKind, Role } from '@ginnel/domain/people';
import type { Tier } from '@ginnel/domain/places';
import type { Database } from '../database.ts';
import type { DocumentTable } from '../log/tables.ts';
import type { AdministrationTables } from './administration-tables.ts';
import type { GuardedNameRow, LogoutTokenRow, OidcSessionRow, RetentionPeriodRow, SignInRow, TriesRow } from './own-affairs-tables.ts';
import type { BackupMadeRow, ExpungeDocumentRow, ExpungeRow, ScrubOwedRow } from './expunge-rows.ts';
import type { AppealRow, HeldRow, PanelMemberRow, WarningRow } from './moderation-rows.ts';

export interface PlaceRow {
  id: string;
  tier: Tier;
  name: string;
  tier_name: string;
  parent_id: string | null;
  ons_code: string | null;
  about: string;
  /** Order among the places of one parent. */
  position: number;
}

export interface OrganisationTable {
  id: string;
  kind: OrganisationKind;
  name: string;
  class: Generated<MembershipClass>;
  /** 1: an infrastructure organisation, which supports other groups and drafts for those that let it. */
  umbrella: Generated<number>;
}

export interface PersonRow {
  id: string;
  name: string;
  demo: number;
  /** Lower case. `null`: cannot sign in by link. */
  email: string | null;
  created_at_ms: number;
}

export interface CapacityRow {
  id: string;
  person_id: string;
  role: Role;
  organisation_id: string | null;
  place_id: string;
  label: string;
  /** The first capacity of a person is the one they use by default. */
  position: number;
  starts_at_ms: number;
  /** The end of the term, or of membership; rows are never deleted, because words were written in them. */
  ends_at_ms: number | null;
  /** The capacity without which this one does not stand: whom a deputy acts for, the helper's own organisation. */
  via_id: string | null;
  /** `null`: in the person's own right. */
  held: 'deputy' | 'grant' | 'topic' | null;
  /** Counts in this one document only. */
  within_document: string | null;
  grant_id: string | null;
  /** What somebody was called in for. */
  topic: string | null;
  /** Whose role it was before the handover. */
  succeeds_id: string | null;
  /** Who named a deputy so; `null`: nobody, or not known. */
  named_by: string | null;
}

export interface SessionRow {
  /** SHA-256 of the token, in hexadecimal. The token itself is nowhere. */
  id_hash: string;
  person_id: string;
  /** The name by which a person lists and ends it. */
  handle: string;
  device: string;
  created_at_ms: number;
  /** Ends here when idle; moves on with use. */
  expires_at_ms: number;
  /** Ends here whatever happens. */
  ends_at_ms: number;
  /** Of the token that this one replaced. */
  previous_hash: string | null;
  /** `null`: the new token was not shown yet, so the previous one still stands. */
  previous_until_ms: number | null;
  /** When the token was given. */
  token_at_ms: number;
  /** The capacities that stood then, as one hash; empty: not known. */
  standing: string;
}

export interface MagicLinkRow {
  id: string;
  email: string;
  token_hash: string;
  code_hash: string;
  /** SHA-256 of the cookie of the browser that asked. */
  browser_hash: string;
  created_at_ms: number;
  expires_at_ms: number;
  tries_left: number;
  used_at_ms: number | null;
}

/** A message that the local mailbox keeps in demo mode. */
export interface MailRow {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  at_ms: number;
}

/** A row of the log's `document` table (migration 0001-log); its head is in `document_head`. */
export type DocumentRow = Selectable<DocumentTable>;

/** One row, with the number 1: the newest entry of the audit. Its lock puts decisions in order. */
export interface AuditHeadRow {
  id: number;
  seq: number;
  hash: string;
}

/** Append-only, and without personal data: it can be shown and kept for ever. */
export interface AuditEntryRow {
  seq: number;
  at_ms: number;
  /** `document.change-phase` */
  command: string;
  /** `document:k3v9x0q2m4t7w8z1` */
  subject: string;
  /** JSON, exactly as it was hashed. */
  facts: string;
  detail_hash: string;
  previous_hash: string;
  hash: string;
}

/** Who decided and why, beside the chain: erasing a row leaves the chain whole, because it holds only a salted hash. */
export interface AuditDetailRow {
  seq: number;
  person_id: string;
  salt: string;
  /** JSON, exactly as it was hashed. */
  detail: string;
}

/** The answer to a command, kept so that the same request sent twice is done once. */
export interface ReceiptRow {
  person_id: string;
  key: string;
  request_hash: string;
  /** JSON */
  answer: string;
  at_ms: number;
}

/** Secrets of this installation: the key that signs the head of the audit. */
export interface InstallationSecretRow {
  name: string;
  value: string;
}

/** Who somebody is at an OpenID provider: keyed by issuer and subject, never by e-mail address. */
export interface IdentityRow {
  issuer: string;
  subject: string;
  person_id: string;
  created_at_ms: number;
}

/** A sign-in at an OpenID provider that is under way. */
export interface OidcAttemptRow {
  state_hash: string;
  provider: string;
  browser_hash: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
  /** Where the browser goes afterwards: a path of ours. */
  destination: string;
  expires_at_ms: number;
}

export interface PasskeyRow {
  /** The credential's id, base64url. */
  id: string;
  person_id: string;
  /** COSE, base64url. */
  public_key: string;
  counter: number;
  /** Comma-separated. */
  transports: string;
  name: string;
  created_at_ms: number;
  used_at_ms: number | null;
}

export interface PasskeyChallengeRow {
  challenge: string;
  browser_hash: string;
  purpose: 'register' | 'sign-in';
  expires_at_ms: number;
}

export interface ReportRow {
  id: string;
  document_id: string;
  place_id: string;
  /** Where in the document; empty: the whole of it. */
  path: string;
  /** The words it is about, as they stood. */
  quote: string;
  reason: ModerationReason;
  words: string;
  /** `null`: somebody who was not signed in. */
  reporter_id: string | null;
  /** In which capacity; `null`: in none, or not known. */
  reporter_as: string | null;
  at_ms: number;
  /** `null`: nobody has looked at it yet. */
  outcome: ReportOutcome | null;
  decided_at_ms: number | null;
  /** Whose words it is about; `null`: not known. */
  about_id: string | null;
  /** What was held because of it. */
  held_id: string | null;
}

/** Somebody may not write in a place and below it, for a time. Reading stays open. */
export interface RemovalRow {
  id: string;
  person_id: string;
  place_id: string;
  reason: ModerationReason;
  words: string;
  decided_by: string;
  /** `null`: not known. */
  decided_as: string | null;
  from_ms: number;
  /** `null`: until it is lifted. */
  until_ms: number | null;
  appeal: string | null;
  appealed_at_ms: number | null;
  answered_at_ms: number | null;
}

/** Lets guests into one document, until it ends. Its secret and its code are known by their hashes only. */
export interface GuestPassRow {
  id: string;
  document_id: string;
  place_id: string;
  secret_hash: string;
  code_hash: string;
  created_at_ms: number;
  ends_at_ms: number;
  /** Whoever opened it; `null`: before that was kept, or they have left. */
  opened_by: string | null;
}

/** A guest's capacity, and the one document in which it counts. */
export interface GuestRow {
  capacity_id: string;
  pass_id: string;
  document_id: string;
}

export interface RelationalTables extends AdministrationTables {
  place: PlaceRow;
  organisation: OrganisationTable;
  person: PersonRow;
  capacity: CapacityRow;
  session: SessionRow;
  magic_link: MagicLinkRow;
  mail: MailRow;
  audit_head: AuditHeadRow;
  audit_entry: AuditEntryRow;
  audit_detail: AuditDetailRow;
  receipt: ReceiptRow;
  installation_secret: InstallationSecretRow;
  identity: IdentityRow;
  oidc_attempt: OidcAttemptRow;
  passkey: PasskeyRow;
  report: ReportRow;
  removal: RemovalRow;
  held: HeldRow;
  warning: WarningRow;
  appeal: AppealRow;
  panel_member: PanelMemberRow;
  guest_pass: GuestPassRow;
  guest: GuestRow;
  passkey_challenge: PasskeyChallengeRow;
  expunge: ExpungeRow;
  expunge_document: ExpungeDocumentRow;
  backup_made: BackupMadeRow;
  scrub_owed: ScrubOwedRow;
  guarded_name: GuardedNameRow;
  sign_in: SignInRow;
  oidc_session: OidcSessionRow;
  logout_token: LogoutTokenRow;
  tries: TriesRow;
  retention_period: RetentionPeriodRow;
}

/** Queries run on the database or inside a transaction alike. */
export type Relational = Kysely<Database>;
