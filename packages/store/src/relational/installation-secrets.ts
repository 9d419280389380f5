/** Secrets of this installation: made once, then always the same. */
import type { Relational } from './tables.ts';

/** The secret of this name; `make` is asked when there is none yet. Two nodes that ask at once get the same one. */
export async function installationSecret(db: Relational, name: string, make: () => string): Promise<string> {
  const read = () => db.selectFrom('installation_secret').select('value').where('name', '=', name).executeTakeFirst();
  const there = await read();
  if (there !== undefined) return there.value;
  await db
    .insertInto('installation_secret')
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const made = await read();
  if (made === undefined) throw new Error(`The secret ${name} was not kept`);
  return made.value;
}
