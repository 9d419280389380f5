/** Invented people who take part in tests, each in one capacity unless a test gives them another. */
import type { CapacityId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Author, Capacity, Role } from '@ginnel/domain/people';

export interface TestPerson {
  readonly author: Author;
  readonly capacity: Capacity;
}

/** `testPerson('amina', { role: 'resident' })`: the capacity's id is `amina.resident`, or `amina.officer.highways`. */
export function testPerson(
  name: string,
  { role = 'resident', organisation = null, place = 'radcliffe-west' }: { role?: Role; organisation?: string | null; place?: string } = {},
): TestPerson {
  const id = [name, role, ...(organisation === null ? [] : [organisation])].join('.') as CapacityId;
  const personId = name as PersonId;
  return {
    author: { personId, capacityId: id },
    capacity: {
      id,
      personId,
      role,
      organisationId: organisation as OrganisationId | null,
      placeId: place as PlaceId,
      label: organisation === null ? `${role} of ${place}` : `for ${organisation}`,
    },
  };
}

export const AMINA = testPerson('amina');
export const IMRAN = testPerson('imran', { role: 'officer', organisation: 'streets-and-parks' });
export const SAM = testPerson('sam', { role: 'group-lead', organisation: 'litter-pickers' });
export const GRACE = testPerson('grace', { role: 'moderator', place: 'radcliffe' });

export const EVERYONE: readonly TestPerson[] = [AMINA, IMRAN, SAM, GRACE];
