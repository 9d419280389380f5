/** Warnings as rows. */
import type { WarningRow } from './moderation-rows.ts';
import type { Relational } from './tables.ts';

export async function addWarning(db: Relational, warning: WarningRow): Promise<void> {
  await db.insertInto('warning').values(warning).execute();
}

export async function findWarning(db: Relational, id: string): Promise<WarningRow | null> {
  const row = await db.selectFrom('warning').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : warningOf(row);
}

/** All of a person's, the newest first. */
export async function warningsOf(db: Relational, personId: string): Promise<WarningRow[]> {
  const query = db.selectFrom('warning').selectAll().where('person_id', '=', personId);
  return (await query.orderBy('at_ms', 'desc').orderBy('id').execute()).map(warningOf);
}

export async function acknowledgeWarning(db: Relational, id: string, atMs: number): Promise<void> {
  await db.updateTable('warning').set({ acknowledged_at_ms: atMs }).where('id', '=', id).execute();
}

function warningOf(row: WarningRow): WarningRow {
  const { acknowledged_at_ms: acknowledged } = row;
  return { ...row, at_ms: Number(row.at_ms), acknowledged_at_ms: acknowledged === null ? null : Number(acknowledged) };
}
