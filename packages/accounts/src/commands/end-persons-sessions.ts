/** Ends all sessions of somebody else: a lost phone, an account that was taken over. They sign in again where they can. */
import { err, ok } from '@ginnel/base/result';
import type { PersonId } from '@ginnel/base/ids';
import { capacitiesOf, findPerson } from '@ginnel/store/relational/people';
import { endSessions } from './end-sessions.ts';
import type { Handler } from './run-command.ts';

export interface EndPersonsSessions {
  readonly personId: string;
  readonly reason: string;
}

/** By an administrator of a place to which one of the person's roles belongs. */
export function endPersonsSessions({ personId, reason }: EndPersonsSessions, sessionEnded: (handle: string) => void): Handler<PersonId> {
  return async ({ tx, atMs, capacities, may }) => {
    const person = await findPerson(tx, personId);
    if (person === null) return err('not-found');
    const places = (await capacitiesOf(tx, person.id, atMs)).map(({ placeId }) => placeId);
    const acting = capacities.find((each) => places.some((placeId) => may('person.end-sessions', each, placeId)));
    if (acting === undefined) return err('not-allowed');
    const ended = await endSessions(tx, person.id);
    return ok({
      acting,
      subject: `place:${acting.placeId}`,
      facts: { sessions: ended.length },
      detail: { whom: person.id, reason },
      answer: person.id,
      afterwards: () => ended.forEach(sessionEnded),
    });
  };
}
