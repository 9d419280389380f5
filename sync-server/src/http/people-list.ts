/** The people of an administrator's places. Names are those that everybody is shown; addresses are not in it. */
import { mayEnd } from '@ginnel/accounts/commands/end-capacity';
import { mayFill } from '@ginnel/accounts/roles/may-fill';
import { listPeople } from '@ginnel/api/routes/people-list';
import { heldThere, lastSignIns, listPeopleOf, openInvitationsOf } from '@ginnel/store/relational/people-of-places';
import { listPlaces } from '@ginnel/store/relational/places';
import type { Services } from '../services.ts';
import { actingIn } from './acting-in.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';
import { shownCapacity } from './signing-in.ts';

const PIECE = 50;

export function servePeopleList(app: App, services: Services): void {
  const { clock, db } = services;

  app.openapi(listPeople, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { name, place, role, state, after } = c.req.valid('query');
    const { capacities, may } = await actingIn(services, signedIn.person.id);
    const places = (await listPlaces(db)).map(({ id }) => id);
    const own = places.filter((id) => capacities.some((each) => may('place.grant-role', each, id)));
    if (own.length === 0) return problem(c, 'not-allowed');
    const placeIds = place === undefined ? own : own.filter((id) => id === place);
    const atMs = clock.nowMs();
    const asked = { placeIds, name, role: role ?? null, state, atMs, afterId: after ?? null, limit: PIECE + 1 };
    const found = await listPeopleOf(db, asked);
    const people = found.slice(0, PIECE);
    const personIds = people.map(({ id }) => id);
    const [held, signedInLast, invited] = await Promise.all([
      heldThere(db, { personIds, placeIds: own, atMs }),
      lastSignIns(db, personIds),
      after === undefined && state === 'now' ? openInvitationsOf(db, { placeIds, name, atMs }) : [],
    ]);
    return c.json(
      {
        people: people.map((person) => ({
          person,
          lastSignedIn: monthOf(signedInLast.get(person.id)),
          held: held
            .filter(({ capacity }) => capacity.personId === person.id)
            .map(({ capacity, ...term }) => ({
              ...term,
              capacity: shownCapacity(capacity),
              may: {
                end: term.state === 'stands' && capacities.some((each) => mayEnd(each, capacity, may)),
                handOver: term.state === 'stands' && capacity.held === undefined && capacities.some((each) => mayFill(each, capacity, may)),
              },
            })),
        })),
        invited: invited.filter((each) => role === undefined || each.role === role),
        places: own,
        after: found.length > PIECE ? (people.at(-1)?.id ?? null) : null,
      },
      200,
    );
  });
}

/** As close as it is anybody's business: whether an account is in use. */
function monthOf(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString().slice(0, 7);
}
