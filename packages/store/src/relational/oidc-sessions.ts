/** Which sessions began at an OpenID provider, and the logout tokens that were acted on. */
import type { OidcSessionRow } from './own-affairs-tables.ts';
import type { Relational } from './tables.ts';

export async function addOidcSession(db: Relational, row: OidcSessionRow): Promise<void> {
  await db.insertInto('oidc_session').values(row).execute();
}

/** Takes away and gives the sessions that a provider ends: those of one sign-in there, or all of a subject. */
export async function takeOidcSessions(
  db: Relational,
  { issuer, subject, sid }: { issuer: string; subject: string | null; sid: string | null },
): Promise<OidcSessionRow[]> {
  let query = db.deleteFrom('oidc_session').where('issuer', '=', issuer);
  if (subject !== null) query = query.where('subject', '=', subject);
  if (sid !== null) query = query.where('sid', '=', sid);
  return await query.returningAll().execute();
}

/** @returns false when this token was used before */
export async function useLogoutToken(db: Relational, token: { issuer: string; jti: string; expiresAtMs: number }): Promise<boolean> {
  const { issuer, jti, expiresAtMs } = token;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('logout_token')
    .values({ issuer, jti, expires_at_ms: expiresAtMs })
    .onConflict((conflict) => conflict.columns(['issuer', 'jti']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Of sessions that have ended by themselves. */
export async function removeOrphanedOidcSessions(db: Relational): Promise<void> {
  await db
    .deleteFrom('oidc_session')
    .where('handle', 'not in', (row) => row.selectFrom('session').select('handle'))
    .execute();
}
