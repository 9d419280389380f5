/** Who may set up an installation: whoever reads the terminal or the log of the machine, where a secret is printed until it is done. */
import type { Random } from '@ginnel/base/ports';
import { installationSecret } from '@ginnel/store/relational/installation-secrets';
import { listPlaces } from '@ginnel/store/relational/places';
import { readSetUpSecret } from '@ginnel/store/relational/set-up';
import type { Relational } from '@ginnel/store/relational/tables';
import { hashOf, randomToken, sameHash } from '../secrets.ts';

/** The same until set-up is done, so that it can be left and taken up after a restart. `null`: it is done. */
export async function setUpSecret(db: Relational, random: Random): Promise<string | null> {
  if ((await listPlaces(db)).length > 0) return null;
  return await installationSecret(db, 'set-up', () => randomToken(random));
}

export async function isSetUpSecret(db: Relational, given: string): Promise<boolean> {
  const secret = await readSetUpSecret(db);
  return secret !== null && sameHash(hashOf(secret), hashOf(given));
}
