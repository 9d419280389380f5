/** Guest passes and guests. A guest's capacity counts in one document only. */
import type { GuestPassRow, GuestRow, Relational } from './tables.ts';

export async function addGuestPass(db: Relational, pass: GuestPassRow): Promise<void> {
  await db.insertInto('guest_pass').values(pass).execute();
}

export async function findGuestPass(db: Relational, id: string): Promise<GuestPassRow | null> {
  const row = await db.selectFrom('guest_pass').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : passOf(row);
}

/** The pass with this secret or this code that is open at `nowMs`. */
export async function openGuestPass(
  db: Relational,
  by: 'secret_hash' | 'code_hash',
  hash: string,
  nowMs: number,
): Promise<GuestPassRow | null> {
  const row = await db.selectFrom('guest_pass').selectAll().where(by, '=', hash).where('ends_at_ms', '>', nowMs).executeTakeFirst();
  return row === undefined ? null : passOf(row);
}

export async function endGuestPass(db: Relational, id: string, atMs: number): Promise<void> {
  await db.updateTable('guest_pass').set({ ends_at_ms: atMs }).where('id', '=', id).execute();
}

/** Another secret and another code; the old ones are gone. */
export async function renewGuestPass(db: Relational, id: string, hashes: { secretHash: string; codeHash: string }): Promise<void> {
  const { secretHash, codeHash } = hashes;
  await db.updateTable('guest_pass').set({ secret_hash: secretHash, code_hash: codeHash }).where('id', '=', id).execute();
}

export interface OpenPass {
  readonly id: string;
  readonly openedBy: string | null;
  readonly endsAtMs: number;
  /** How many have come in by it and have not left. */
  readonly guests: number;
}

/** The passes of a document that let guests in at `nowMs`, the newest first. */
export async function openPassesOf(db: Relational, documentId: string, nowMs: number): Promise<OpenPass[]> {
  const passes = await db
    .selectFrom('guest_pass')
    .selectAll()
    .where('document_id', '=', documentId)
    .where('ends_at_ms', '>', nowMs)
    .orderBy('created_at_ms', 'desc')
    .orderBy('id')
    .execute();
  if (passes.length === 0) return [];
  const counts = await db
    .selectFrom('guest')
    .innerJoin('capacity', 'capacity.id', 'guest.capacity_id')
    .select((row) => ['guest.pass_id', row.fn.countAll().as('guests')])
    .where(
      'guest.pass_id',
      'in',
      passes.map(({ id }) => id),
    )
    .where((row) => row.or([row('capacity.ends_at_ms', 'is', null), row('capacity.ends_at_ms', '>', nowMs)]))
    .groupBy('guest.pass_id')
    .execute();
  const guests = new Map(counts.map((row) => [row.pass_id, Number(row.guests)]));
  return passes.map((pass) => {
    return { id: pass.id, openedBy: pass.opened_by, endsAtMs: Number(pass.ends_at_ms), guests: guests.get(pass.id) ?? 0 };
  });
}

export async function addGuest(db: Relational, guest: GuestRow): Promise<void> {
  await db.insertInto('guest').values(guest).execute();
}

/** By capacity: the one document in which a guest's counts. Other people's capacities are not in it. */
export async function guestDocuments(db: Relational, capacityIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (capacityIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('guest')
    .select(['capacity_id', 'document_id'])
    .where('capacity_id', 'in', [...new Set(capacityIds)])
    .execute();
  return new Map(rows.map((row) => [row.capacity_id, row.document_id]));
}

function passOf(row: GuestPassRow): GuestPassRow {
  return { ...row, created_at_ms: Number(row.created_at_ms), ends_at_ms: Number(row.ends_at_ms) };
}
