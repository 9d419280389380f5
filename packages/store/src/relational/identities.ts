/** Who people are at OpenID providers, and sign-ins there that are under way. */
import type { OidcAttemptRow, Relational } from './tables.ts';

export async function findIdentity(db: Relational, issuer: string, subject: string): Promise<string | null> {
  const row = await db
    .selectFrom('identity')
    .select('person_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** Whether this person is somebody at this issuer already. */
export async function hasIdentity(db: Relational, issuer: string, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom('identity')
    .select('subject')
    .where('issuer', '=', issuer)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this person is somebody at any provider. */
export async function hasAnyIdentity(db: Relational, personId: string): Promise<boolean> {
  return (await db.selectFrom('identity').select('subject').where('person_id', '=', personId).executeTakeFirst()) !== undefined;
}

export async function addIdentity(
  db: Relational,
  identity: { issuer: string; subject: string; personId: string; atMs: number },
): Promise<void> {
  const { issuer, subject, personId, atMs } = identity;
  await db.insertInto('identity').values({ issuer, subject, person_id: personId, created_at_ms: atMs }).execute();
}

export async function addOidcAttempt(db: Relational, attempt: OidcAttemptRow): Promise<void> {
  await db.insertInto('oidc_attempt').values(attempt).execute();
}

/** Takes the attempt away: it answers one callback only. `null`: there is none that still counts. */
export async function takeOidcAttempt(db: Relational, stateHash: string, nowMs: number): Promise<OidcAttemptRow | null> {
  const row = await db.deleteFrom('oidc_attempt').where('state_hash', '=', stateHash).returningAll().executeTakeFirst();
  return row === undefined || Number(row.expires_at_ms) <= nowMs ? null : row;
}

export async function removeOldOidcAttempts(db: Relational, nowMs: number): Promise<void> {
  await db.deleteFrom('oidc_attempt').where('expires_at_ms', '<=', nowMs).execute();
}
