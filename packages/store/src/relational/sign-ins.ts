/** The journal of sign-ins: what happened to somebody's ways in, for their own eyes. */
import type { SignInRow } from './own-affairs-tables.ts';
import type { Relational } from './tables.ts';

export async function addSignIn(db: Relational, row: SignInRow): Promise<void> {
  await db.insertInto('sign_in').values(row).execute();
}

/** The newest `limit` of a person. */
export async function signInsOf(db: Relational, personId: string, limit: number): Promise<SignInRow[]> {
  const query = db.selectFrom('sign_in').selectAll().where('person_id', '=', personId);
  const rows = await query.orderBy('at_ms', 'desc').orderBy('id').limit(limit).execute();
  return rows.map((row) => ({ ...row, at_ms: Number(row.at_ms) }));
}

/** Whether the person has signed in before at all, and whether in this browser. */
export async function knownBefore(db: Relational, personId: string, browserHash: string): Promise<{ person: boolean; browser: boolean }> {
  const row = await db
    .selectFrom('sign_in')
    .select((each) => [
      each.fn.countAll().as('all'),
      each.fn.sum(each.case().when('browser_hash', '=', browserHash).then(1).else(0).end()).as('here'),
    ])
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return { person: Number(row.all) > 0, browser: Number(row.here ?? 0) > 0 };
}
