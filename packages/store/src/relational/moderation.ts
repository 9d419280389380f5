/** Reports and removals as rows. */
import type { ReportOutcome } from '@ginnel/domain/moderation';
import type { Role } from '@ginnel/domain/people';
import { standingCapacities } from './people.ts';
import type { Relational, RemovalRow, ReportRow } from './tables.ts';

export async function addReport(db: Relational, report: ReportRow): Promise<void> {
  await db.insertInto('report').values(report).execute();
}

/** Reports from these places that nobody has decided on, the oldest first. */
export async function openReports(db: Relational, placeIds: readonly string[], limit: number): Promise<ReportRow[]> {
  if (placeIds.length === 0) return [];
  const query = db
    .selectFrom('report')
    .selectAll()
    .where('outcome', 'is', null)
    .where('place_id', 'in', [...placeIds]);
  const rows = await query.orderBy('at_ms').orderBy('id').limit(limit).execute();
  return rows.map(reportOf);
}

/** Reports about one document that nobody has decided on. */
export async function openReportsIn(db: Relational, documentId: string): Promise<ReportRow[]> {
  const query = db.selectFrom('report').selectAll().where('outcome', 'is', null);
  return (await query.where('document_id', '=', documentId).orderBy('at_ms').orderBy('id').execute()).map(reportOf);
}

export async function findReports(db: Relational, ids: readonly string[]): Promise<ReportRow[]> {
  if (ids.length === 0) return [];
  return (
    await db
      .selectFrom('report')
      .selectAll()
      .where('id', 'in', [...ids])
      .orderBy('id')
      .execute()
  ).map(reportOf);
}

export async function decideReports(
  db: Relational,
  ids: readonly string[],
  { outcome, atMs }: { outcome: ReportOutcome; atMs: number },
): Promise<void> {
  await db
    .updateTable('report')
    .set({ outcome, decided_at_ms: atMs })
    .where('id', 'in', [...ids])
    .execute();
}

/** Says what was held because of these reports. */
export async function linkReports(db: Relational, ids: readonly string[], heldId: string): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('report')
    .set({ held_id: heldId })
    .where('id', 'in', [...ids])
    .execute();
}

/** The reports because of which these words were held. */
export async function reportsBehind(db: Relational, heldIds: readonly string[]): Promise<ReportRow[]> {
  if (heldIds.length === 0) return [];
  const query = db.selectFrom('report').selectAll();
  return (
    await query
      .where('held_id', 'in', [...heldIds])
      .orderBy('at_ms')
      .orderBy('id')
      .execute()
  ).map(reportOf);
}

/** Decides the open reports because of which words were held. */
export async function decideReportsBehind(
  db: Relational,
  heldId: string,
  { outcome, atMs }: { outcome: ReportOutcome; atMs: number },
): Promise<void> {
  const query = db.updateTable('report').set({ outcome, decided_at_ms: atMs });
  await query.where('held_id', '=', heldId).where('outcome', 'is', null).execute();
}

/** The reports because of which words were held wait again. */
export async function unlinkReports(db: Relational, heldId: string): Promise<void> {
  await db.updateTable('report').set({ held_id: null }).where('held_id', '=', heldId).where('outcome', 'is', null).execute();
}

/** How many decisions there were since a time, by reason, without saying about whom or where. */
export async function countsByReason(db: Relational, sinceMs: number): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const counts = new Map<string, Map<string, number>>();
  const note = (what: string, rows: readonly { reason: string; count: string | number | bigint }[]): void => {
    counts.set(what, new Map(rows.map(({ reason, count }) => [reason, Number(count)])));
  };
  const reports = db.selectFrom('report').select(['reason', (row) => row.fn.countAll().as('count')]);
  note('reports', await reports.where('at_ms', '>=', sinceMs).groupBy('reason').execute());
  const held = db.selectFrom('held').select(['reason', (row) => row.fn.countAll().as('count')]);
  note('held', await held.where('at_ms', '>=', sinceMs).groupBy('reason').execute());
  note('hidden', await held.where('at_ms', '>=', sinceMs).where('state', '=', 'hidden').groupBy('reason').execute());
  note('restored', await held.where('at_ms', '>=', sinceMs).where('state', '=', 'restored').groupBy('reason').execute());
  const warnings = db.selectFrom('warning').select(['reason', (row) => row.fn.countAll().as('count')]);
  note('warnings', await warnings.where('at_ms', '>=', sinceMs).groupBy('reason').execute());
  const removals = db.selectFrom('removal').select(['reason', (row) => row.fn.countAll().as('count')]);
  note('away', await removals.where('from_ms', '>=', sinceMs).groupBy('reason').execute());
  return counts;
}

/** Where mail reaches these people; who has no address is left out. */
export async function addressesOf(db: Relational, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const query = db.selectFrom('person').select('email');
  const rows = await query.where('id', 'in', [...personIds]).execute();
  return rows.flatMap(({ email }) => email ?? []);
}

/** Who holds one of these roles in one of these places now, for the whole of it: not for one document, by a group's grant or on a topic. */
export async function peopleInRole(
  db: Relational,
  { roles, placeIds, atMs }: { roles: readonly Role[]; placeIds: readonly string[]; atMs: number },
): Promise<{ personId: string; capacityId: string; placeId: string }[]> {
  if (placeIds.length === 0) return [];
  const query = db
    .selectFrom('capacity')
    .selectAll()
    .where('role', 'in', [...roles]);
  const rows = await query
    .where('place_id', 'in', [...placeIds])
    .where('within_document', 'is', null)
    .orderBy('id')
    .execute();
  const standing = await standingCapacities(
    db,
    rows.map(({ id }) => id),
    atMs,
  );
  return rows
    .filter(({ id, held }) => standing.has(id) && held !== 'grant' && held !== 'topic')
    .map(({ id, person_id: personId, place_id: placeId }) => ({ personId, capacityId: id, placeId }));
}

export async function addRemoval(db: Relational, removal: RemovalRow): Promise<void> {
  await db.insertInto('removal').values(removal).execute();
}

export async function findRemoval(db: Relational, id: string): Promise<RemovalRow | null> {
  const row = await db.selectFrom('removal').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : removalOf(row);
}

/** All of a person's, past ones too; the newest first. */
export async function removalsOf(db: Relational, personId: string): Promise<RemovalRow[]> {
  return (
    await db.selectFrom('removal').selectAll().where('person_id', '=', personId).orderBy('from_ms', 'desc').orderBy('id').execute()
  ).map(removalOf);
}

/** By person: the places from which they are kept away at `atMs`. Everything below such a place counts too. */
export async function removedFrom(
  db: Relational,
  personIds: readonly string[],
  atMs: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const places = new Map<string, string[]>();
  if (personIds.length === 0) return places;
  const rows = await db
    .selectFrom('removal')
    .select(['person_id', 'place_id', 'until_ms'])
    .where('person_id', 'in', [...new Set(personIds)])
    .execute();
  for (const { person_id: personId, place_id: placeId, until_ms: untilMs } of rows) {
    if (untilMs === null || atMs < Number(untilMs)) places.set(personId, [...(places.get(personId) ?? []), placeId]);
  }
  return places;
}

export async function endRemoval(db: Relational, id: string, atMs: number): Promise<void> {
  await db.updateTable('removal').set({ until_ms: atMs, answered_at_ms: atMs }).where('id', '=', id).execute();
}

export async function appealRemoval(db: Relational, id: string, { words, atMs }: { words: string; atMs: number }): Promise<void> {
  await db.updateTable('removal').set({ appeal: words, appealed_at_ms: atMs }).where('id', '=', id).execute();
}

export async function answerAppeal(db: Relational, id: string, atMs: number): Promise<void> {
  await db.updateTable('removal').set({ answered_at_ms: atMs }).where('id', '=', id).execute();
}

/** Appeals in these places that nobody has answered. */
export async function openAppeals(db: Relational, placeIds: readonly string[]): Promise<RemovalRow[]> {
  if (placeIds.length === 0) return [];
  const query = db.selectFrom('removal').selectAll().where('appealed_at_ms', 'is not', null).where('answered_at_ms', 'is', null);
  return (
    await query
      .where('place_id', 'in', [...placeIds])
      .orderBy('appealed_at_ms')
      .execute()
  ).map(removalOf);
}

const numberOf = (value: number | null): number | null => (value === null ? null : Number(value));

function reportOf(row: ReportRow): ReportRow {
  return { ...row, at_ms: Number(row.at_ms), decided_at_ms: numberOf(row.decided_at_ms) };
}

function removalOf(row: RemovalRow): RemovalRow {
  return {
    ...row,
    from_ms: Number(row.from_ms),
    until_ms: numberOf(row.until_ms),
    appealed_at_ms: numberOf(row.appealed_at_ms),
    answered_at_ms: numberOf(row.answered_at_ms),
  };
}
