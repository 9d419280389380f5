/** Gives a person one more capacity inside a decision, and ends their sessions where the role asks for shorter ones. */
import type { CapacityId, DocumentId, OrganisationId, PersonId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import type { Capacity, Organisation, Role } from '@ginnel/domain/people';
import type { Place } from '@ginnel/domain/places';
import {
  addCapacity,
  addPeople,
  capacitiesOf,
  findPerson,
  findPersonByEmail,
  type Footing,
  isCapacityTaken,
} from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import { endSessions } from '../commands/end-sessions.ts';
import { lifetimeOf } from '../sessions/sessions.ts';
import { labelOf } from './label.ts';

/** Somebody who has an account, or whoever reads mail at this address. */
export type Whom = { readonly personId: string } | { readonly email: string; readonly name: string };

export interface Giving {
  readonly personId: PersonId;
  readonly role: Role;
  readonly organisation: Organisation | null;
  readonly place: Pick<Place, 'id' | 'name'>;
  readonly fromMs: number;
  readonly untilMs: number | null;
  /** Left out: as the role is usually said. */
  readonly label?: string;
  readonly within?: DocumentId;
  readonly held?: NonNullable<Capacity['held']>;
  readonly footing?: Footing;
}

/** @returns the handles of the sessions that ended, for telling live rooms once it is committed */
export async function giveCapacity(
  tx: Relational,
  { atMs, random }: { atMs: number; random: Random },
  { personId, role, organisation, place, fromMs, untilMs, label, within, held, footing }: Giving,
): Promise<{ readonly capacity: Capacity; readonly ended: readonly string[] }> {
  const before = (await capacitiesOf(tx, personId, atMs)).map((each) => each.role);
  const plainId = `${personId}.${role}.${organisation?.id ?? place.id}`;
  const isOther = held !== undefined || within !== undefined || (await isCapacityTaken(tx, plainId));
  const capacity: Capacity = {
    id: (isOther ? `${plainId}.${randomId(random, 6)}` : plainId) as CapacityId,
    personId,
    role,
    organisationId: (organisation?.id ?? null) as OrganisationId | null,
    placeId: place.id,
    label: label ?? labelOf(role, organisation, place),
    ...(within === undefined ? {} : { within }),
    ...(held === undefined ? {} : { held }),
  };
  await addCapacity(tx, capacity, { fromMs, untilMs, ...footing });
  const shortens = lifetimeOf([...before, role]) !== lifetimeOf(before);
  return { capacity, ended: shortens ? await endSessions(tx, personId) : [] };
}

/** `null`: nobody has this id. Whoever reads mail at a new address becomes known by it. */
export async function personOf(tx: Relational, whom: Whom, { atMs, random }: { atMs: number; random: Random }): Promise<PersonId | null> {
  const known = await knownPerson(tx, whom);
  if (known !== null || 'personId' in whom) return known;
  const email = whom.email.trim().toLowerCase();
  const id = randomId(random) as PersonId;
  await addPeople(tx, [{ person: { id, name: whom.name, demo: false }, email, createdAtMs: atMs }]);
  return id;
}

/** `null`: nobody is known by this. Changes nothing. */
export async function knownPerson(tx: Relational, whom: Whom): Promise<PersonId | null> {
  const found = 'personId' in whom ? await findPerson(tx, whom.personId) : await findPersonByEmail(tx, whom.email.trim().toLowerCase());
  return found?.id ?? null;
}
