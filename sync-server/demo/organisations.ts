/** Who works with the demo borough: services and agencies as a borough has them, and invented groups. */
import type { OrganisationId } from '@ginnel/base/ids';
import type { Organisation, OrganisationKind } from '@ginnel/domain/people';

export const ORGANISATIONS: readonly Organisation[] = [
  organisation('service', 'streets-and-parks', 'Streets & Parks'),
  organisation('service', 'libraries', 'Libraries'),
  organisation('service', 'adult-learning', 'Adult Learning'),
  organisation('service', 'community-hubs', 'Community Hubs'),
  organisation('service', 'youth-service', 'Youth Service'),
  organisation('agency', 'police-neighbourhood-team', 'Greater Manchester Police neighbourhood team'),
  organisation('agency', 'six-town-housing', 'Six Town Housing'),
  organisation('agency', 'integrated-neighbourhood-team', 'Health and care neighbourhood team'),
  organisation('group', 'vcfa', 'VCFA'),
  organisation('group', 'radcliffe-litter-pickers', 'Radcliffe Litter Pickers'),
  organisation('group', 'radcliffe-youth-voice', 'Radcliffe Youth Voice'),
  organisation('group', 'canalside-growers', 'Canalside Growers'),
  organisation('group', 'chesham-fold-residents', 'Chesham Fold Residents'),
  organisation('business', 'market-hall-traders', 'Market Hall Traders'),
];

function organisation(kind: OrganisationKind, id: string, name: string): Organisation {
  return { id: id as OrganisationId, kind, name, class: 'full', umbrella: id === 'vcfa' };
}
