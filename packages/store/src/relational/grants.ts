/** Grants by which a group lets an umbrella body draft for it. */
import type { DraftingGrantRow } from './administration-tables.ts';
import type { Relational } from './tables.ts';

export async function addGrant(db: Relational, row: DraftingGrantRow): Promise<void> {
  await db.insertInto('drafting_grant').values(row).execute();
}

export async function findGrant(db: Relational, id: string): Promise<DraftingGrantRow | null> {
  const row = await db.selectFrom('drafting_grant').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : rowOf(row);
}

/** Given by this organisation or to it, the newest first. */
export async function grantsOf(db: Relational, organisationId: string): Promise<DraftingGrantRow[]> {
  const rows = await db
    .selectFrom('drafting_grant')
    .selectAll()
    .where((row) => row.or([row('group_id', '=', organisationId), row('helper_id', '=', organisationId)]))
    .orderBy('at_ms', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(rowOf);
}

export function stands({ at_ms, ends_at_ms, withdrawn_at_ms }: DraftingGrantRow, atMs: number): boolean {
  return withdrawn_at_ms === null && at_ms <= atMs && atMs < ends_at_ms;
}

export async function withdrawGrant(db: Relational, id: string, atMs: number): Promise<void> {
  await db.updateTable('drafting_grant').set({ withdrawn_at_ms: atMs }).where('id', '=', id).execute();
  await db.updateTable('capacity').set({ ends_at_ms: atMs }).where('grant_id', '=', id).where('ends_at_ms', '>', atMs).execute();
}

function rowOf(row: DraftingGrantRow): DraftingGrantRow {
  return {
    ...row,
    at_ms: Number(row.at_ms),
    ends_at_ms: Number(row.ends_at_ms),
    withdrawn_at_ms: row.withdrawn_at_ms === null ? null : Number(row.withdrawn_at_ms),
  };
}
