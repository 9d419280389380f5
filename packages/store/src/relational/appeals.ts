/** Appeals against holding words, and the panels that decide them. */
import type { PanelVote } from '@ginnel/domain/moderation';
import type { AppealRow, PanelMemberRow } from './moderation-rows.ts';
import type { Relational } from './tables.ts';

export async function addAppeal(db: Relational, appeal: AppealRow): Promise<void> {
  await db.insertInto('appeal').values(appeal).execute();
}

export async function findAppeal(db: Relational, id: string): Promise<AppealRow | null> {
  const row = await db.selectFrom('appeal').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : appealOf(row);
}

/** The appeals about these held words, at most one each. */
export async function appealsAbout(db: Relational, heldIds: readonly string[]): Promise<ReadonlyMap<string, AppealRow>> {
  if (heldIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('appeal')
    .selectAll()
    .where('held_id', 'in', [...heldIds])
    .execute();
  return new Map(rows.map((row) => [row.held_id, appealOf(row)]));
}

/** Appeals in these places on which nobody has decided, the oldest first. */
export async function undecidedAppeals(db: Relational, placeIds: readonly string[]): Promise<AppealRow[]> {
  if (placeIds.length === 0) return [];
  const query = db.selectFrom('appeal').selectAll().where('outcome', 'is', null);
  return (
    await query
      .where('place_id', 'in', [...placeIds])
      .orderBy('at_ms')
      .execute()
  ).map(appealOf);
}

export async function convenePanel(
  db: Relational,
  id: string,
  { by, capacityId, members }: { by: string; capacityId: string; members: readonly string[] },
): Promise<void> {
  await db.updateTable('appeal').set({ convened_by: by, convened_capacity: capacityId }).where('id', '=', id).execute();
  const rows = members.map((personId) => ({ appeal_id: id, person_id: personId, vote: null, words: null, voted_at_ms: null }));
  await db.insertInto('panel_member').values(rows).execute();
}

export async function panelOf(db: Relational, appealId: string): Promise<PanelMemberRow[]> {
  const rows = await db.selectFrom('panel_member').selectAll().where('appeal_id', '=', appealId).orderBy('person_id').execute();
  return rows.map((row) => ({ ...row, voted_at_ms: row.voted_at_ms === null ? null : Number(row.voted_at_ms) }));
}

/** The appeals on whose panel somebody sits or sat, the newest first. */
export async function panelsOf(db: Relational, personId: string): Promise<AppealRow[]> {
  const query = db.selectFrom('appeal').innerJoin('panel_member', 'panel_member.appeal_id', 'appeal.id').selectAll('appeal');
  return (await query.where('panel_member.person_id', '=', personId).orderBy('appeal.at_ms', 'desc').execute()).map(appealOf);
}

export async function keepVote(
  db: Relational,
  { appealId, personId, vote, words, atMs }: { appealId: string; personId: string; vote: PanelVote; words: string; atMs: number },
): Promise<void> {
  await db
    .updateTable('panel_member')
    .set({ vote, words, voted_at_ms: atMs })
    .where('appeal_id', '=', appealId)
    .where('person_id', '=', personId)
    .execute();
}

export async function closeAppeal(db: Relational, id: string, { outcome, atMs }: { outcome: PanelVote; atMs: number }): Promise<void> {
  await db.updateTable('appeal').set({ outcome, decided_at_ms: atMs }).where('id', '=', id).execute();
}

function appealOf(row: AppealRow): AppealRow {
  return { ...row, at_ms: Number(row.at_ms), decided_at_ms: row.decided_at_ms === null ? null : Number(row.decided_at_ms) };
}
