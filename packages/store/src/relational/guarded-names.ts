/** Protected names: `person.name` is what everybody is shown, and the real one lies here, read by nothing else. */
import type { Relational } from './tables.ts';

/** The real name; `null`: the shown one is the real one. */
export async function guardedName(db: Relational, personId: string): Promise<string | null> {
  const row = await db.selectFrom('guarded_name').select('name').where('person_id', '=', personId).executeTakeFirst();
  return row?.name ?? null;
}

/** Shows `shown` from now on. What was shown until now is the real name, unless one lies here already. */
export async function guardName(
  db: Relational,
  personId: string,
  { shown, real, atMs }: { shown: string; real: string; atMs: number },
): Promise<void> {
  await db
    .insertInto('guarded_name')
    .values({ person_id: personId, name: real, since_ms: atMs })
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .execute();
  await db.updateTable('person').set({ name: shown }).where('id', '=', personId).execute();
  // By which they came in or were asked to: administrators read these.
  await db.updateTable('invitation').set({ name: shown }).where('accepted_by', '=', personId).execute();
  const theirs = db.selectFrom('person').select('email').where('id', '=', personId);
  await db.updateTable('invitation').set({ name: shown }).where('email', '=', theirs).execute();
}

/** Shows the real name again. */
export async function showRealName(db: Relational, personId: string, real: string): Promise<void> {
  await db.updateTable('person').set({ name: real }).where('id', '=', personId).execute();
  await db.deleteFrom('guarded_name').where('person_id', '=', personId).execute();
}

/** Whether anybody else is shown under this name, whatever its capitals. */
export async function isShownName(db: Relational, name: string, besides: string): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where((each) => each.fn('lower', ['name']), '=', name.toLowerCase())
    .where('id', '!=', besides)
    .executeTakeFirst();
  return row !== undefined;
}
