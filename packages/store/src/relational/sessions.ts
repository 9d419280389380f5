/** Session rows. Everything is found by the hash of the token; the token itself never reaches the database. */
import type { ExpressionBuilder } from 'kysely';
import { question } from './ask.ts';
import type { Relational, RelationalTables, SessionRow } from './tables.ts';

export async function addSession(db: Relational, row: SessionRow): Promise<void> {
  await db.insertInto('session').values(row).execute();
}

/** @param hash  of its token, or of the one before */
export async function findSession(db: Relational, hash: string): Promise<SessionRow | null> {
  const [row] = await sessionBy(db, [hash, hash]);
  return row === undefined ? null : rowOf(row);
}

const sessionBy = question<SessionRow>((db) => db.selectFrom('session').selectAll().where(isOf('')));

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

/** @param hash  of its token, or of the one before */
export async function moveSessionExpiry(db: Relational, hash: string, expiresAtMs: number): Promise<void> {
  await db.updateTable('session').set({ expires_at_ms: expiresAtMs }).where(isOf(hash)).execute();
}

export interface TokenReplacement {
  readonly from: string;
  readonly to: string;
  readonly previous: string;
  /** Only while nobody has shown the token `from`. */
  readonly onlyUnused: boolean;
  readonly atMs: number;
  readonly standing: string;
}

/** In one statement, so that of many at once one does it. @returns whether this one did */
export async function replaceToken(db: Relational, { from, to, previous, onlyUnused, atMs, standing }: TokenReplacement): Promise<boolean> {
  const update = db
    .updateTable('session')
    .set({ id_hash: to, previous_hash: previous, previous_until_ms: null, token_at_ms: atMs, standing })
    .where('id_hash', '=', from);
  const { numUpdatedRows } = await (onlyUnused ? update.where('previous_until_ms', 'is', null) : update).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The first call for a token sets the end of the one before; later ones change nothing. */
export async function endPreviousToken(db: Relational, idHash: string, atMs: number): Promise<void> {
  await db
    .updateTable('session')
    .set({ previous_until_ms: atMs })
    .where('id_hash', '=', idHash)
    .where('previous_until_ms', 'is', null)
    .execute();
}

/** @param hash  of its token, or of the one before */
export async function removeSession(db: Relational, hash: string): Promise<void> {
  await db.deleteFrom('session').where(isOf(hash)).execute();
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

function isOf(hash: string) {
  return (row: ExpressionBuilder<RelationalTables, 'session'>) => row.or([row('id_hash', '=', hash), row('previous_hash', '=', hash)]);
}

/** PostgreSQL's driver gives 64-bit integers as strings. */
function rowOf(row: SessionRow): SessionRow {
  return {
    ...row,
    created_at_ms: Number(row.created_at_ms),
    expires_at_ms: Number(row.expires_at_ms),
    ends_at_ms: Number(row.ends_at_ms),
    previous_until_ms: row.previous_until_ms === null ? null : Number(row.previous_until_ms),
    token_at_ms: Number(row.token_at_ms),
  };
}
