/** The tables by which people look after themselves: protected names, the journal of sign-ins, counted tries, periods of keeping. */

/** The real name of somebody whose name is protected; `person.name` is then the one that is shown. */
export interface GuardedNameRow {
  person_id: string;
  name: string;
  since_ms: number;
}

/** What happened to somebody's ways in, as coarse as they need to notice a stranger. */
export interface SignInRow {
  id: string;
  person_id: string;
  at_ms: number;
  /** `link`, `passkey`, `passkey-added`, … */
  what: string;
  /** "Firefox on Android" */
  device: string;
  /** Of this person and this browser together: two people of one browser are not linked by it. */
  browser_hash: string;
  /** 1: not seen before in this browser. */
  is_new: number;
}

/** By which sign-in at an OpenID provider a session began, so that the provider can end it. */
export interface OidcSessionRow {
  handle: string;
  person_id: string;
  issuer: string;
  subject: string;
  sid: string | null;
  created_at_ms: number;
}

/** A provider's logout token that was acted on: it counts once. */
export interface LogoutTokenRow {
  issuer: string;
  jti: string;
  expires_at_ms: number;
}

/** Tries counted by a keyed hash of who tries. */
export interface TriesRow {
  key: string;
  points: number;
  expires_at_ms: number;
}

/** A period that an administrator has set; other classes have their usual one. */
export interface RetentionPeriodRow {
  class: string;
  days: number;
}
