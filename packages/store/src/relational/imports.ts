/** Imports that were carried out, and what of them is in use so that they can no longer be taken back. */
import type { ImportBatchRow } from './administration-tables.ts';
import type { Relational } from './tables.ts';

export async function addImport(db: Relational, batch: ImportBatchRow): Promise<void> {
  await db.insertInto('import_batch').values(batch).execute();
}

export async function findImport(db: Relational, id: string): Promise<ImportBatchRow | null> {
  const row = await db.selectFrom('import_batch').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : { ...row, at_ms: Number(row.at_ms) };
}

/** The newest first, at most 50. */
export async function listImports(db: Relational): Promise<ImportBatchRow[]> {
  const rows = await db.selectFrom('import_batch').selectAll().orderBy('at_ms', 'desc').orderBy('id').limit(50).execute();
  return rows.map((row) => ({
    ...row,
    at_ms: Number(row.at_ms),
    undone_at_ms: row.undone_at_ms === null ? null : Number(row.undone_at_ms),
  }));
}

export async function markUndone(db: Relational, id: string, atMs: number): Promise<void> {
  await db.updateTable('import_batch').set({ undone_at_ms: atMs }).where('id', '=', id).execute();
}

/** Whether a document, a role, a report or another place refers to one of these places. */
export async function arePlacesUsed(db: Relational, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return false;
  for (const table of ['document', 'capacity', 'report', 'removal', 'guest_pass', 'invitation', 'team', 'drafting_grant'] as const) {
    if ((await db.selectFrom(table).select('place_id').where('place_id', 'in', ids).limit(1).execute()).length > 0) return true;
  }
  const below = db.selectFrom('place').select('id').where('parent_id', 'in', ids).where('id', 'not in', ids);
  return (await below.limit(1).execute()).length > 0;
}

/** Whether anybody acts or was asked to act for one of them, helps it or sits for it in a team. */
export async function areOrganisationsUsed(db: Relational, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return false;
  for (const table of ['capacity', 'invitation', 'team_slot'] as const) {
    if ((await db.selectFrom(table).select('organisation_id').where('organisation_id', 'in', ids).limit(1).execute()).length > 0)
      return true;
  }
  const grants = db.selectFrom('drafting_grant').select('id');
  return (
    (
      await grants
        .where((row) => row.or([row('group_id', 'in', ids), row('helper_id', 'in', ids)]))
        .limit(1)
        .execute()
    ).length > 0
  );
}

/** Whether one of these people has ever signed in, decided or written, or one of these capacities was written in. */
export async function arePeopleActive(db: Relational, personIds: readonly string[], capacityIds: readonly string[]): Promise<boolean> {
  if (personIds.length > 0) {
    for (const table of ['session', 'identity', 'passkey', 'audit_detail'] as const) {
      if ((await db.selectFrom(table).select('person_id').where('person_id', 'in', personIds).limit(1).execute()).length > 0) return true;
    }
  }
  if (capacityIds.length === 0) return false;
  const wrote = await db.selectFrom('log_author').select('key').where('capacity_id', 'in', capacityIds).limit(1).execute();
  const seat = await db.selectFrom('team_slot').select('id').where('capacity_id', 'in', capacityIds).limit(1).execute();
  const resting = await db.selectFrom('capacity').select('id').where('via_id', 'in', capacityIds).limit(1).execute();
  return wrote.length + seat.length + resting.length > 0;
}

/** Nobody has acted in them, and nothing was written: they go whole. */
export async function removeUnusedPeople(db: Relational, personIds: readonly string[], capacityIds: readonly string[]): Promise<void> {
  if (capacityIds.length > 0) {
    await db.deleteFrom('councillor_party').where('capacity_id', 'in', capacityIds).execute();
    await db.deleteFrom('handover_note').where('capacity_id', 'in', capacityIds).execute();
    await db.deleteFrom('capacity').where('id', 'in', capacityIds).execute();
  }
  if (personIds.length > 0) await db.deleteFrom('person').where('id', 'in', personIds).execute();
}

export async function keepParty(db: Relational, capacityId: string, party: string): Promise<void> {
  await db
    .insertInto('councillor_party')
    .values({ capacity_id: capacityId, party })
    .onConflict((conflict) => conflict.column('capacity_id').doUpdateSet({ party }))
    .execute();
}

export async function partiesOf(db: Relational, capacityIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (capacityIds.length === 0) return new Map();
  const rows = await db.selectFrom('councillor_party').selectAll().where('capacity_id', 'in', capacityIds).execute();
  return new Map(rows.map((row) => [row.capacity_id, row.party]));
}
