/** Teams of a place: seats, who sits in them, and how many make a quorum. */
import type { TeamRow, TeamSlotRow } from './administration-tables.ts';
import type { Relational } from './tables.ts';

export async function addTeam(db: Relational, team: TeamRow, seats: readonly TeamSlotRow[]): Promise<void> {
  await db.insertInto('team').values(team).execute();
  if (seats.length > 0) await db.insertInto('team_slot').values(seats).execute();
}

export async function findTeam(db: Relational, id: string): Promise<TeamRow | null> {
  return (await db.selectFrom('team').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function listTeams(db: Relational): Promise<TeamRow[]> {
  return await db.selectFrom('team').selectAll().orderBy('name').execute();
}

export async function seatsOf(db: Relational, teamId: string): Promise<TeamSlotRow[]> {
  const rows = await db.selectFrom('team_slot').selectAll().where('team_id', '=', teamId).orderBy('position').execute();
  return rows.map((row) => ({ ...row, empty_since_ms: Number(row.empty_since_ms) }));
}

export async function findSeat(db: Relational, id: string): Promise<TeamSlotRow | null> {
  const row = await db.selectFrom('team_slot').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : { ...row, empty_since_ms: Number(row.empty_since_ms) };
}

/** @param capacityId  `null` empties it at `atMs` */
export async function fillSeat(db: Relational, id: string, capacityId: string | null, atMs: number): Promise<void> {
  await db
    .updateTable('team_slot')
    .set({ capacity_id: capacityId, ...(capacityId === null ? { empty_since_ms: atMs } : {}) })
    .where('id', '=', id)
    .execute();
}

export async function setQuorum(db: Relational, teamId: string, quorum: number): Promise<void> {
  await db.updateTable('team').set({ quorum }).where('id', '=', teamId).execute();
}

export async function seatsHeldBy(db: Relational, capacityId: string): Promise<TeamSlotRow[]> {
  const rows = await db.selectFrom('team_slot').selectAll().where('capacity_id', '=', capacityId).execute();
  return rows.map((row) => ({ ...row, empty_since_ms: Number(row.empty_since_ms) }));
}
