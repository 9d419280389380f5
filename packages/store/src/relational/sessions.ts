/** Session rows. Everything is found by the hash of the token; the token itself never reaches the database. */
import type { Relational, SessionRow } from './tables.ts';

export async function addSession(db: Relational, row: SessionRow): Promise<void> {
  await db.insertInto('session').values(row).execute();
}

export async function findSession(db: Relational, idHash: string): Promise<SessionRow | null> {
  const row = await db.selectFrom('session').selectAll().where('id_hash', '=', idHash).executeTakeFirst();
  return row === undefined ? null : rowOf(row);
}

/** The sessions of a person, the newest first. */
export async function listSessions(db: Relational, personId: string): Promise<SessionRow[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at_ms', 'desc')
    .orderBy('handle')
    .execute();
  return rows.map(rowOf);
}

export async function moveSessionExpiry(db: Relational, idHash: string, expiresAtMs: number): Promise<void> {
  await db.updateTable('session').set({ expires_at_ms: expiresAtMs }).where('id_hash', '=', idHash).execute();
}

export async function removeSession(db: Relational, idHash: string): Promise<void> {
  await db.deleteFrom('session').where('id_hash', '=', idHash).execute();
}

/** @returns whether this person had such a session */
export async function removeSessionByHandle(db: Relational, personId: string, handle: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('person_id', '=', personId)
    .where('handle', '=', handle)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function removeSessionsOf(db: Relational, personId: string): Promise<void> {
  await db.deleteFrom('session').where('person_id', '=', personId).execute();
}

/** Those of these sessions that stand, by handle. */
export async function standingAmong(db: Relational, handles: readonly string[], nowMs: number): Promise<ReadonlySet<string>> {
  if (handles.length === 0) return new Set();
  const rows = await db
    .selectFrom('session')
    .select('handle')
    .where('handle', 'in', handles)
    .where('expires_at_ms', '>', nowMs)
    .where('ends_at_ms', '>', nowMs)
    .execute();
  return new Set(rows.map(({ handle }) => handle));
}

export async function removeExpiredSessions(db: Relational, nowMs: number): Promise<void> {
  await db
    .deleteFrom('session')
    .where((row) => row.or([row('expires_at_ms', '<=', nowMs), row('ends_at_ms', '<=', nowMs)]))
    .execute();
}

/** PostgreSQL's driver gives 64-bit integers as strings. */
function rowOf(row: SessionRow): SessionRow {
  return {
    ...row,
    created_at_ms: Number(row.created_at_ms),
    expires_at_ms: Number(row.expires_at_ms),
    ends_at_ms: Number(row.ends_at_ms),
  };
}
