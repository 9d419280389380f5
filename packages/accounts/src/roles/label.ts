/** What is said after a name: in which role and for whom. */
import type { Organisation, Role } from '@ginnel/domain/people';
import type { Place } from '@ginnel/domain/places';

type Named = Pick<Organisation, 'name'>;

export function labelOf(role: Role, organisation: Named | null, place: Pick<Place, 'name'>): string {
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
    case 'safeguarding-lead':
      return `safeguarding lead for ${place.name}`;
    case 'admin':
      return 'administrator';
    default:
      return `${role} of ${place.name}`;
  }
}
