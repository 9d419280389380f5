/** Held words as rows: kept for ever, whatever becomes of them. */
import type { HeldState } from '@ginnel/domain/moderation';
import type { HeldRow } from './moderation-rows.ts';
import type { Relational } from './tables.ts';

export async function addHeld(db: Relational, held: HeldRow): Promise<void> {
  await db.insertInto('held').values(held).execute();
}

export async function findHeld(db: Relational, id: string): Promise<HeldRow | null> {
  const row = await db.selectFrom('held').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : heldOf(row);
}

export async function findManyHeld(db: Relational, ids: readonly string[]): Promise<HeldRow[]> {
  if (ids.length === 0) return [];
  const query = db.selectFrom('held').selectAll();
  return (await query.where('id', 'in', [...new Set(ids)]).execute()).map(heldOf);
}

/** What is out of sight in a document, the oldest first. */
export async function heldIn(db: Relational, documentId: string): Promise<HeldRow[]> {
  const query = db.selectFrom('held').selectAll().where('document_id', '=', documentId).where('state', '!=', 'restored');
  return (await query.orderBy('at_ms').orderBy('id').execute()).map(heldOf);
}

/** Documents in which words are out of sight. */
export async function documentsWithHeld(db: Relational): Promise<string[]> {
  const query = db.selectFrom('held').select('document_id').distinct().where('state', '!=', 'restored').where('out_seq', 'is not', null);
  return (await query.execute()).map(({ document_id: id }) => id);
}

/** All of an author's, the newest first. */
export async function heldOfPerson(db: Relational, personId: string): Promise<HeldRow[]> {
  const query = db.selectFrom('held').selectAll().where('person_id', '=', personId);
  return (await query.orderBy('at_ms', 'desc').orderBy('id').execute()).map(heldOf);
}

/** What waits for a decision in these places, the oldest first. */
export async function waitingHeld(db: Relational, placeIds: readonly string[]): Promise<HeldRow[]> {
  if (placeIds.length === 0) return [];
  const query = db.selectFrom('held').selectAll().where('state', '=', 'held');
  return (
    await query
      .where('place_id', 'in', [...placeIds])
      .orderBy('at_ms')
      .orderBy('id')
      .limit(200)
      .execute()
  ).map(heldOf);
}

/** What is hidden in these places, the newest first. */
export async function hiddenHeld(db: Relational, placeIds: readonly string[], limit: number): Promise<HeldRow[]> {
  if (placeIds.length === 0) return [];
  const query = db.selectFrom('held').selectAll().where('state', '=', 'hidden');
  return (
    await query
      .where('place_id', 'in', [...placeIds])
      .orderBy('decided_at_ms', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute()
  ).map(heldOf);
}

export interface HeldDecision {
  readonly state: HeldState;
  readonly words?: string;
  readonly by: string;
  /** In which capacity; `null`: in none of their own. */
  readonly as: string | null;
  readonly atMs: number;
}

export async function decideHeld(db: Relational, id: string, { state, words, by, as, atMs }: HeldDecision): Promise<void> {
  const decided = { state, decided_by: by, decided_as: as, decided_at_ms: atMs, ...(words === undefined ? {} : { words }) };
  await db.updateTable('held').set(decided).where('id', '=', id).execute();
}

/** What is decided and not yet so in the document: to be taken out, or to be brought back. */
export async function undoneHeld(db: Relational): Promise<HeldRow[]> {
  const rows = await db
    .selectFrom('held')
    .selectAll()
    .where(({ and, or, eb }) =>
      or([
        and([eb('state', '!=', 'restored'), eb('out_seq', 'is', null)]),
        and([eb('state', '=', 'restored'), eb('out_seq', 'is not', null), eb('in_seq', 'is', null)]),
      ]),
    )
    .orderBy('at_ms')
    .execute();
  return rows.map(heldOf);
}

/** Before a row is written, so that it can be found after a crash. */
export async function tryHeld(db: Relational, id: string, { seq, hash }: { seq: number; hash: string }): Promise<void> {
  await db.updateTable('held').set({ trying_seq: seq, trying_hash: hash }).where('id', '=', id).execute();
}

export async function carriedOutHeld(db: Relational, id: string, where: { out_seq: number } | { in_seq: number }): Promise<void> {
  await db
    .updateTable('held')
    .set({ ...where, trying_seq: null, trying_hash: null })
    .where('id', '=', id)
    .execute();
}

const numberOf = (value: number | null): number | null => (value === null ? null : Number(value));

function heldOf(row: HeldRow): HeldRow {
  return {
    ...row,
    epoch: Number(row.epoch),
    at_ms: Number(row.at_ms),
    decided_at_ms: Number(row.decided_at_ms),
    out_seq: numberOf(row.out_seq),
    in_seq: numberOf(row.in_seq),
    trying_seq: numberOf(row.trying_seq),
  };
}
