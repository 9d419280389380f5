/** Ends all sessions of a person inside a decision: a change of role asks for a new sign-in. */
import type { PersonId } from '@ginnel/base/ids';
import { listSessions, removeSessionsOf } from '@ginnel/store/relational/sessions';
import type { Relational } from '@ginnel/store/relational/tables';

/** @returns the handles, for telling live rooms once it is committed */
export async function endSessions(tx: Relational, personId: PersonId): Promise<readonly string[]> {
  const sessions = await listSessions(tx, personId);
  await removeSessionsOf(tx, personId);
  return sessions.map(({ handle }) => handle);
}
