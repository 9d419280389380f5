/** What goes from one holder of a role to the next, and what people were told of once. */
import type { HandoverNoteRow } from './administration-tables.ts';
import type { Relational } from './tables.ts';

export async function readHandoverNote(db: Relational, capacityId: string): Promise<string> {
  return (await db.selectFrom('handover_note').select('words').where('capacity_id', '=', capacityId).executeTakeFirst())?.words ?? '';
}

export async function keepHandoverNote(db: Relational, note: HandoverNoteRow): Promise<void> {
  await db
    .insertInto('handover_note')
    .values(note)
    .onConflict((conflict) => conflict.column('capacity_id').doUpdateSet({ words: note.words, at_ms: note.at_ms }))
    .execute();
}

/** The capacity whose role this one took over; `null`: none. */
export async function predecessorOf(db: Relational, capacityId: string): Promise<string | null> {
  return (await db.selectFrom('capacity').select('succeeds_id').where('id', '=', capacityId).executeTakeFirst())?.succeeds_id ?? null;
}

export async function successorOf(db: Relational, capacityId: string): Promise<string | null> {
  return (await db.selectFrom('capacity').select('id').where('succeeds_id', '=', capacityId).executeTakeFirst())?.id ?? null;
}

/** @returns false when they have been told before */
export async function claimNotice(db: Relational, personId: string, about: string, atMs: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('notice')
    .values({ person_id: personId, about, at_ms: atMs })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The letter did not go out: it is tried again. */
export async function releaseNotice(db: Relational, personId: string, about: string): Promise<void> {
  await db.deleteFrom('notice').where('person_id', '=', personId).where('about', '=', about).execute();
}

export async function emailOf(db: Relational, personId: string): Promise<string | null> {
  return (await db.selectFrom('person').select('email').where('id', '=', personId).executeTakeFirst())?.email ?? null;
}
