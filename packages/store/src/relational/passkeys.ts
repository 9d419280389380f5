/** Passkeys and the challenges that were given out. A challenge is answered once. */
import type { PasskeyChallengeRow, PasskeyRow, Relational } from './tables.ts';

export async function addPasskey(db: Relational, passkey: PasskeyRow): Promise<void> {
  await db.insertInto('passkey').values(passkey).execute();
}

export async function findPasskey(db: Relational, id: string): Promise<PasskeyRow | null> {
  const row = await db.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : rowOf(row);
}

export async function listPasskeys(db: Relational, personId: string): Promise<PasskeyRow[]> {
  const rows = await db
    .selectFrom('passkey')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at_ms')
    .orderBy('id')
    .execute();
  return rows.map(rowOf);
}

export async function notePasskeyUse(db: Relational, id: string, { counter, atMs }: { counter: number; atMs: number }): Promise<void> {
  await db.updateTable('passkey').set({ counter, used_at_ms: atMs }).where('id', '=', id).execute();
}

/** @returns whether this person had it */
export async function removePasskey(db: Relational, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('passkey').where('person_id', '=', personId).where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function addChallenge(db: Relational, challenge: PasskeyChallengeRow): Promise<void> {
  await db.insertInto('passkey_challenge').values(challenge).execute();
}

/** Takes it away. @returns whether it was given to this browser for this purpose, and still counts */
export async function takeChallenge(
  db: Relational,
  asked: Omit<PasskeyChallengeRow, 'expires_at_ms'> & { nowMs: number },
): Promise<boolean> {
  const row = await db
    .deleteFrom('passkey_challenge')
    .where('challenge', '=', asked.challenge)
    .where('browser_hash', '=', asked.browser_hash)
    .where('purpose', '=', asked.purpose)
    .returning('expires_at_ms')
    .executeTakeFirst();
  return row !== undefined && Number(row.expires_at_ms) > asked.nowMs;
}

export async function removeOldChallenges(db: Relational, nowMs: number): Promise<void> {
  await db.deleteFrom('passkey_challenge').where('expires_at_ms', '<=', nowMs).execute();
}

function rowOf(row: PasskeyRow): PasskeyRow {
  return {
    ...row,
    counter: Number(row.counter),
    created_at_ms: Number(row.created_at_ms),
    used_at_ms: row.used_at_ms === null ? null : Number(row.used_at_ms),
  };
}
