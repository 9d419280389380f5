/** A sign-in code given by whoever runs the machine, for when no mail can be sent: the asking browser still has to be the one that types it. */
import type { Clock, Random } from '@ginnel/base/ports';
import { replaceCode } from '@ginnel/store/relational/magic-links';
import { findPersonByEmail } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import { hashOf, randomCode } from './secrets.ts';

export type Spoken =
  | { readonly outcome: 'code'; readonly code: string }
  | { readonly outcome: 'unknown-address' }
  /** Nobody asks for a link to this address at the moment: first ask on the sign-in page. */
  | { readonly outcome: 'not-asked' };

export async function spokenCode(
  { db, clock, random }: { db: Relational; clock: Clock; random: Random },
  address: string,
): Promise<Spoken> {
  const email = address.trim().toLowerCase();
  if ((await findPersonByEmail(db, email)) === null) return { outcome: 'unknown-address' };
  const code = randomCode(random);
  const replaced = await replaceCode(db, { email, codeHash: hashOf(code), nowMs: clock.nowMs() });
  return replaced ? { outcome: 'code', code: `${code.slice(0, 4)}-${code.slice(4)}` } : { outcome: 'not-asked' };
}
