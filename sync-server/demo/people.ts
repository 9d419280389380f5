/** Invented people, one or more for each role. The first are members in every demo document; the last is from elsewhere. */
import type { CapacityId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import type { Capacity, Person, Role } from '@ginnel/domain/people';

export interface DemoPerson {
  readonly person: Person;
  readonly email: string;
  readonly capacities: readonly Capacity[];
}

type As = readonly [role: Role, place: string, label: string, organisation?: string];

export const PEOPLE: readonly DemoPerson[] = [
  person(
    'amina-hussain',
    'Amina Hussain',
    ['resident', 'radcliffe-west', 'resident of Radcliffe West'],
    ['resident', 'radcliffe-east', 'works in Radcliffe East'],
  ),
  person(
    'jo-kowalski',
    'Jo Kowalski',
    ['group-lead', 'west', 'for Radcliffe Litter Pickers', 'radcliffe-litter-pickers'],
    ['resident', 'radcliffe-west', 'resident of Radcliffe West'],
  ),
  person('imran-shah', 'Imran Shah', ['officer', 'bury', 'for Streets & Parks', 'streets-and-parks']),
  person('sheila-entwistle', 'Sheila Entwistle', ['resident', 'west', 'resident of Radcliffe']),
  person('grace-adeyemi', 'Grace Adeyemi', ['officer', 'bury', 'for Adult Learning', 'adult-learning']),
  person('dan-okafor', 'Dan Okafor', ['practitioner', 'west', 'for the police neighbourhood team', 'police-neighbourhood-team']),
  person('mia-lomax', 'Mia Lomax', ['group-member', 'west', 'for Radcliffe Youth Voice', 'radcliffe-youth-voice']),
  person('yusuf-patel', 'Yusuf Patel', ['facilitator', 'west', 'facilitator in Radcliffe']),
  person('ruth-ogden', 'Ruth Ogden', ['system-leader', 'west', 'system leader for Radcliffe']),
  person('helen-brooks', 'Helen Brooks', ['moderator', 'bury', 'moderator']),
  person('nadia-rahman', 'Nadia Rahman', ['safeguarding-lead', 'bury', 'safeguarding lead for Bury']),
  person('farah-malik', 'Farah Malik', ['group-lead', 'bury', 'for VCFA', 'vcfa']),
  person('maureen-clegg', 'Maureen Clegg', ['councillor', 'radcliffe-west', 'councillor for Radcliffe West']),
  person('tom-hargreaves', 'Tom Hargreaves', ['admin', 'bury', 'administrator']),
  person('ben-tattersall', 'Ben Tattersall', ['resident', 'prestwich', 'resident of Prestwich']),
];

/** @param as  the first is the default; ids read `imran-shah.officer.streets-and-parks` */
function person(id: string, name: string, ...as: readonly As[]): DemoPerson {
  const personId = id as PersonId;
  return {
    person: { id: personId, name, demo: true },
    email: `${id}@ginnel.example`,
    capacities: as.map(([role, place, label, organisation = null]) => ({
      id: `${id}.${role}.${organisation ?? place}` as CapacityId,
      personId,
      role,
      organisationId: organisation as OrganisationId | null,
      placeId: place as PlaceId,
      label,
    })),
  };
}
