/** Invitations by e-mail into a role; the secret of the letter is known by its hash only. */
import type { InvitationRow } from './administration-tables.ts';
import type { Relational } from './tables.ts';

export async function addInvitation(db: Relational, row: InvitationRow): Promise<void> {
  await db.insertInto('invitation').values(row).execute();
}

export async function findInvitation(db: Relational, by: 'id' | 'token_hash', value: string): Promise<InvitationRow | null> {
  const row = await db.selectFrom('invitation').selectAll().where(by, '=', value).executeTakeFirst();
  return row === undefined ? null : rowOf(row);
}

/** Of one organisation, or of the whole installation; the newest first, at most 200. */
export async function listInvitations(db: Relational, { organisationId }: { organisationId?: string } = {}): Promise<InvitationRow[]> {
  const all = db.selectFrom('invitation').selectAll().orderBy('at_ms', 'desc').orderBy('id').limit(200);
  const rows = await (organisationId === undefined ? all : all.where('organisation_id', '=', organisationId)).execute();
  return rows.map(rowOf);
}

/** An open one for the same address, role and place, so that nobody gets two letters about one thing. */
export async function openInvitationLike(db: Relational, like: InvitationRow, atMs: number): Promise<boolean> {
  const rows = await listInvitationsTo(db, like.email);
  return rows.some(
    (row) => isOpen(row, atMs) && row.role === like.role && row.place_id === like.place_id && row.organisation_id === like.organisation_id,
  );
}

async function listInvitationsTo(db: Relational, email: string): Promise<InvitationRow[]> {
  return (await db.selectFrom('invitation').selectAll().where('email', '=', email).execute()).map(rowOf);
}

export function isOpen({ accepted_at_ms, withdrawn_at_ms, expires_at_ms }: InvitationRow, atMs: number): boolean {
  return accepted_at_ms === null && withdrawn_at_ms === null && atMs < expires_at_ms;
}

export async function changeInvitation(
  db: Relational,
  id: string,
  change: Partial<Pick<InvitationRow, 'sent_at_ms' | 'accepted_at_ms' | 'accepted_by' | 'withdrawn_at_ms'>>,
): Promise<void> {
  await db.updateTable('invitation').set(change).where('id', '=', id).execute();
}

function rowOf(row: InvitationRow): InvitationRow {
  const number = (value: number | null): number | null => (value === null ? null : Number(value));
  return {
    ...row,
    at_ms: Number(row.at_ms),
    expires_at_ms: Number(row.expires_at_ms),
    term_ends_at_ms: number(row.term_ends_at_ms),
    sent_at_ms: number(row.sent_at_ms),
    accepted_at_ms: number(row.accepted_at_ms),
    withdrawn_at_ms: number(row.withdrawn_at_ms),
  };
}
