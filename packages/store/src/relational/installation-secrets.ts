/** Secrets of this installation: made once, then always the same. */
import type { Relational } from './tables.ts';

/** `null`: it was not made yet. */
export async function findInstallationSecret(db: Relational, name: string): Promise<string | null> {
  return (await db.selectFrom('installation_secret').select('value').where('name', '=', name).executeTakeFirst())?.value ?? null;
}

/** The secret of this name; `make` is asked when there is none yet. Two nodes that ask at once get the same one. */
export async function installationSecret(db: Relational, name: string, make: () => string): Promise<string> {
  const there = await findInstallationSecret(db, name);
  if (there !== null) return there;
  await db
    .insertInto('installation_secret')
    .values({ name, value: make() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const made = await findInstallationSecret(db, name);
  if (made === null) throw new Error(`The secret ${name} was not kept`);
  return made;
}
