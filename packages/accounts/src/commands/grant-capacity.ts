/** Gives somebody a capacity: for an organisation, or in a place. Whoever is not known yet becomes known by e-mail address. */
import type { DocumentId } from '@ginnel/base/ids';
import type { Random } from '@ginnel/base/ports';
import { err, ok } from '@ginnel/base/result';
import { PLACE_ROLES, type Capacity, type Organisation, type Role } from '@ginnel/domain/people';
import type { Place } from '@ginnel/domain/places';
import { findDocument } from '@ginnel/store/relational/documents';
import { capacitiesOf } from '@ginnel/store/relational/people';
import { findOrganisation, findPlace } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import { giveCapacity, knownPerson, personOf, type Whom } from '../roles/give.ts';
import { mayFill } from '../roles/may-fill.ts';
import { mayGive, ORGANISATION_ROLES } from './policy.ts';
import type { Handler } from './run-command.ts';

export interface Grant {
  readonly whom: Whom;
  readonly role: Role;
  readonly placeId: string;
  /** The beginning of the term; `null`: at once. */
  readonly fromMs: number | null;
  /** The end of the term; `null`: until further notice. */
  readonly untilMs: number | null;
  /** For one session only; `null`: in the whole place. */
  readonly documentId: string | null;
}

interface Surroundings {
  readonly random: Random;
  /** Tells live rooms that a session is over: a change of role asks for a new sign-in when it shortens sessions. */
  readonly sessionEnded: (handle: string) => void;
}

export function grantInOrganisation(organisationId: string, grant: Grant, around: Surroundings): Handler<Capacity> {
  return async ({ tx, atMs, capacities, may }) => {
    const [organisation, place] = await Promise.all([findOrganisation(tx, organisationId), findPlace(tx, grant.placeId)]);
    if (organisation === null || place === null) return err('not-found');
    const given = { role: grant.role, personId: await knownPerson(tx, grant.whom) };
    const into = { organisationId: organisation.id, placeId: place.id };
    const acting = capacities.find((capacity) => mayFill(capacity, into, may) && mayGive(capacity, given));
    if (acting === undefined) return err('not-allowed');
    if (!ORGANISATION_ROLES[organisation.kind].includes(grant.role)) return err('wrong-state');
    return await give({ tx, atMs, acting, organisation, place, grant, around });
  };
}

export function grantInPlace(grant: Grant, around: Surroundings): Handler<Capacity> {
  return async ({ tx, atMs, capacities, may }) => {
    const place = await findPlace(tx, grant.placeId);
    if (place === null) return err('not-found');
    const given = { role: grant.role, personId: await knownPerson(tx, grant.whom) };
    const acting = capacities.find((capacity) => may('place.grant-role', capacity, place.id) && mayGive(capacity, given));
    if (acting === undefined) return err('not-allowed');
    if (!(PLACE_ROLES as readonly Role[]).includes(grant.role)) return err('wrong-state');
    return await give({ tx, atMs, acting, organisation: null, place, grant, around });
  };
}

interface Granting {
  readonly tx: Relational;
  readonly atMs: number;
  readonly acting: Capacity;
  readonly organisation: Organisation | null;
  readonly place: Place;
  readonly grant: Grant;
  readonly around: Surroundings;
}

async function give({ tx, atMs, acting, organisation, place, grant, around }: Granting): ReturnType<Handler<Capacity>> {
  const { role, untilMs, documentId } = grant;
  const fromMs = Math.max(atMs, grant.fromMs ?? atMs);
  const session = documentId === null ? null : await findDocument(tx, documentId);
  if (documentId !== null && session?.placeId !== place.id) return err('not-found');
  if (untilMs !== null && untilMs <= fromMs) return err('wrong-state');
  const personId = await personOf(tx, grant.whom, { atMs, random: around.random });
  if (personId === null) return err('not-found');
  const isSame = (capacity: Capacity): boolean =>
    capacity.role === role &&
    capacity.placeId === place.id &&
    capacity.organisationId === (organisation?.id ?? null) &&
    capacity.held === undefined &&
    (capacity.within ?? null) === documentId;
  if ((await capacitiesOf(tx, personId, atMs)).some(isSame)) return err('wrong-state');
  const scoped = session === null ? {} : { within: session.id satisfies DocumentId, label: `${role} of “${session.title}”` };
  const given = { personId, role, organisation, place, fromMs, untilMs, ...scoped };
  const { capacity, ended } = await giveCapacity(tx, { atMs, random: around.random }, given);
  return ok({
    acting,
    subject: organisation === null ? `place:${place.id}` : `organisation:${organisation.id}`,
    facts: { role, place: place.id, untilMs, ...(session === null ? {} : { document: session.id }) },
    detail: { whom: personId, capacity: capacity.id },
    answer: capacity,
    afterwards: () => ended.forEach(around.sessionEnded),
  });
}
