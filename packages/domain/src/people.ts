/** Who takes part, and as what. Roles protect people and sign-offs; they never rank voices. */
import type { CapacityId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';

export const ROLES = [
  'guest',
  'resident',
  'group-member',
  'group-lead',
  'councillor',
  'officer',
  'practitioner',
  'facilitator',
  'moderator',
  'system-leader',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

export const ORGANISATION_KINDS = ['group', 'service', 'agency', 'business'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** A group of the VCFS sector, a council service, a partner agency or a business. */
export interface Organisation {
  readonly id: OrganisationId;
  readonly kind: OrganisationKind;
  readonly name: string;
}

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  /** True for the invented people of the demo borough. */
  readonly demo: boolean;
}

/** One way in which a person may act: a role, perhaps for an organisation, in some places. */
export interface Capacity {
  readonly id: CapacityId;
  readonly personId: PersonId;
  readonly role: Role;
  readonly organisationId: OrganisationId | null;
  /** The place this capacity is scoped to. It reaches the places below it and above it. */
  readonly placeId: PlaceId;
  /** How it is said after the name: "resident of Radcliffe West", "for Streets & Parks". */
  readonly label: string;
}

/** Who wrote something, and as what: what a clientID is leased to. */
export interface Author {
  readonly personId: PersonId;
  readonly capacityId: CapacityId;
}

/**
 * The party of a Deal that a capacity may write for: its organisation, or `residents` for people who act for themselves.
 * Councillors, facilitators, moderators and system leaders connect the parties and write for none.
 */
export function partyOf(capacity: Capacity): string | null {
  switch (capacity.role) {
    case 'guest':
    case 'resident':
      return 'residents';
    case 'group-member':
    case 'group-lead':
    case 'officer':
    case 'practitioner':
      return capacity.organisationId;
    default:
      return null;
  }
}
