/** Who takes part, and as what. Roles protect people and sign-offs; they never rank voices. */
import type { CapacityId, DocumentId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';

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
  'safeguarding-lead',
  'system-leader',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

/** The roles that people have in a place for themselves or for its people. A guest comes with a code. */
export const PLACE_ROLES = [
  'resident',
  'councillor',
  'facilitator',
  'moderator',
  'safeguarding-lead',
  'system-leader',
  'admin',
] as const satisfies readonly Role[];

export const ORGANISATION_KINDS = ['group', 'service', 'agency', 'business'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

/** What an organisation joined as; what each may do is declared in `MEMBERSHIP_RIGHTS`. */
export const MEMBERSHIP_CLASSES = ['full', 'associate', 'affiliate'] as const;
export type MembershipClass = (typeof MEMBERSHIP_CLASSES)[number];

/** Everyone writes. A Deal is signed and a core seat held by who answers for it; an affiliate is kept told. */
export const MEMBERSHIP_RIGHTS: Readonly<
  Record<MembershipClass, { readonly write: true; readonly seat: boolean; readonly coreSeat: boolean; readonly sign: boolean }>
> = {
  full: { write: true, seat: true, coreSeat: true, sign: true },
  associate: { write: true, seat: true, coreSeat: false, sign: false },
  affiliate: { write: true, seat: false, coreSeat: false, sign: false },
};

/** A group of the VCFS sector, a council service, a partner agency or a business. */
export interface Organisation {
  readonly id: OrganisationId;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly class: MembershipClass;
  /** An infrastructure organisation: it supports many groups, and drafts for those that let it. */
  readonly umbrella: boolean;
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
  /** Counts in this one document only: a session, one text that a group has opened to a helper, or one topic. */
  readonly within?: DocumentId;
  /** Not in the person's own right: as a deputy, by a group's grant to an umbrella body, or called in on a topic. Drafts, never signs by grant or topic. */
  readonly held?: 'deputy' | 'grant' | 'topic';
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
