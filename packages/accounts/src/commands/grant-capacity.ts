/** Gives somebody a capacity: for an organisation, or in a place. Whoever is not known yet is invited by e-mail address. */
import type { CapacityId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import type { Capacity, Organisation, Role } from '@ginnel/domain/people';
import type { Place } from '@ginnel/domain/places';
import { addCapacity, addPeople, capacitiesOf, findPerson, findPersonByEmail, isCapacityTaken } from '@ginnel/store/relational/people';
import { findOrganisation, findPlace } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import { lifetimeOf } from '../sessions/sessions.ts';
import { endSessions } from './end-sessions.ts';
import { mayManageMembers, ORGANISATION_ROLES, PLACE_ROLES } from './policy.ts';
import type { Handler } from './run-command.ts';

/** Somebody who has an account, or whoever reads mail at this address. */
export type Whom = { readonly personId: string } | { readonly email: string; readonly name: string };

export interface Grant {
  readonly whom: Whom;
  readonly role: Role;
  readonly placeId: string;
  /** The end of the term; `null`: until further notice. */
  readonly untilMs: number | null;
}

interface Surroundings {
  readonly random: Random;
  /** Tells live rooms that a session is over: a change of role asks for a new sign-in when it shortens sessions. */
  readonly sessionEnded: (handle: string) => void;
}

export function grantInOrganisation(organisationId: string, grant: Grant, around: Surroundings): Handler<Capacity> {
  return async ({ tx, atMs, capacities }) => {
    const [organisation, place] = await Promise.all([findOrganisation(tx, organisationId), findPlace(tx, grant.placeId)]);
    if (organisation === null || place === null) return err('not-found');
    const acting = capacities.find((capacity) => mayManageMembers(capacity, organisation.id));
    if (acting === undefined) return err('not-allowed');
    if (!ORGANISATION_ROLES[organisation.kind].includes(grant.role)) return err('wrong-state');
    return await give({ tx, atMs, acting, organisation, place, grant, around });
  };
}

export function grantInPlace(grant: Grant, around: Surroundings): Handler<Capacity> {
  return async ({ tx, atMs, capacities, may }) => {
    const place = await findPlace(tx, grant.placeId);
    if (place === null) return err('not-found');
    const acting = capacities.find((capacity) => may('place.grant-role', capacity, place.id));
    if (acting === undefined) return err('not-allowed');
    if (!(PLACE_ROLES as readonly Role[]).includes(grant.role)) return err('wrong-state');
    return await give({ tx, atMs, acting, organisation: null, place, grant, around });
  };
}

interface Giving {
  readonly tx: Relational;
  readonly atMs: number;
  readonly acting: Capacity;
  readonly organisation: Organisation | null;
  readonly place: Place;
  readonly grant: Grant;
  readonly around: Surroundings;
}

async function give({ tx, atMs, acting, organisation, place, grant, around }: Giving): ReturnType<Handler<Capacity>> {
  const personId = await personOf(tx, grant.whom, { atMs, random: around.random });
  if (personId === null) return err('not-found');
  const before = await capacitiesOf(tx, personId, atMs);
  const isSame = (capacity: Capacity): boolean =>
    capacity.role === grant.role && capacity.placeId === place.id && capacity.organisationId === (organisation?.id ?? null);
  if (before.some(isSame) || (grant.untilMs !== null && grant.untilMs <= atMs)) return err('wrong-state');
  const plainId = `${personId}.${grant.role}.${organisation?.id ?? place.id}`;
  const capacity: Capacity = {
    id: ((await isCapacityTaken(tx, plainId)) ? `${plainId}.${randomId(around.random, 6)}` : plainId) as CapacityId,
    personId,
    role: grant.role,
    organisationId: (organisation?.id ?? null) as OrganisationId | null,
    placeId: place.id as PlaceId,
    label: labelOf(grant.role, organisation, place),
  };
  await addCapacity(tx, capacity, { fromMs: atMs, untilMs: grant.untilMs });
  const roles = before.map(({ role }) => role);
  const ended = lifetimeOf([...roles, grant.role]) === lifetimeOf(roles) ? [] : await endSessions(tx, personId);
  return ok({
    acting,
    subject: organisation === null ? `place:${place.id}` : `organisation:${organisation.id}`,
    facts: { role: grant.role, place: place.id, untilMs: grant.untilMs },
    detail: { whom: personId, capacity: capacity.id },
    answer: capacity,
    afterwards: () => ended.forEach(around.sessionEnded),
  });
}

async function personOf(tx: Relational, whom: Whom, { atMs, random }: { atMs: number; random: Random }): Promise<PersonId | null> {
  if ('personId' in whom) return (await findPerson(tx, whom.personId))?.id ?? null;
  const email = whom.email.trim().toLowerCase();
  const known = await findPersonByEmail(tx, email);
  if (known !== null) return known.id;
  const id = randomId(random) as PersonId;
  await addPeople(tx, [{ person: { id, name: whom.name, demo: false }, email, createdAtMs: atMs }]);
  return id;
}

/** What is said after the name. */
function labelOf(role: Role, organisation: Organisation | null, place: Place): string {
  if (organisation !== null) return `for ${organisation.name}`;
  switch (role) {
    case 'councillor':
      return `councillor for ${place.name}`;
    case 'system-leader':
      return `system leader for ${place.name}`;
    case 'facilitator':
      return `facilitator in ${place.name}`;
    case 'moderator':
      return `moderator in ${place.name}`;
    case 'admin':
      return 'administrator';
    default:
      return `${role} of ${place.name}`;
  }
}
