/**
 * Who may decide what, and from which state: the tables that the handlers read and the tests generate their matrix from.
 * Words are not decided; who may write them stands in `merge/rights`.
 */
import type { Capacity, OrganisationKind, Role } from '@ginnel/domain/people';
import type { PlaceId } from '@ginnel/base/ids';
import { MAY_LET_GUESTS_IN } from '@ginnel/domain/guests';
import { MAY_HOLD_WORDS } from '@ginnel/domain/moderation';
import { MAY_CHANGE_PHASE } from '@ginnel/domain/phases';
import { lineage } from '@ginnel/domain/places';
import { actorIn } from '@ginnel/domain/standing';

/** Commands about a place or something in it: the role must stand there, above it or below it. */
export const PLACE_COMMANDS = {
  'document.change-phase': MAY_CHANGE_PHASE,
  'place.grant-role': ['admin'],
  'organisation.grant-role': ['group-lead', 'admin'],
  'installation.import': ['admin'],
  'organisation.change': ['admin'],
  'team.manage': ['system-leader', 'admin'],
  'group.form': [
    'resident',
    'group-member',
    'group-lead',
    'facilitator',
    'councillor',
    'practitioner',
    'officer',
    'system-leader',
    'admin',
  ],
  'person.end-sessions': ['admin'],
  'retention.set': ['admin'],
  'retention.run': ['admin'],
  'person.change-name': ['moderator', 'admin'],
  'person.look-up': ['moderator', 'admin'],
  'guest-pass.open': MAY_LET_GUESTS_IN,
  'words.expunge': ['moderator', 'admin'],
  'report.decide': ['moderator', 'admin'],
  'person.remove': ['moderator', 'admin'],
  'person.restore': ['moderator', 'admin'],
  'person.warn': ['moderator', 'admin'],
  'words.hold': MAY_HOLD_WORDS,
  'words.decide': ['moderator', 'admin'],
  'safeguarding.decide': ['safeguarding-lead'],
  'appeal.convene': ['moderator', 'admin'],
} as const satisfies Record<string, readonly Role[]>;
export type PlaceCommand = keyof typeof PLACE_COMMANDS;

/** Only from the place itself or from above it: what is decided by them reaches as far as the place, and nobody's reach grows by their own word. */
const FROM_THERE_OR_ABOVE: ReadonlySet<PlaceCommand> = new Set([
  'place.grant-role',
  'organisation.grant-role',
  'installation.import',
  'organisation.change',
  'team.manage',
  'group.form',
  'person.end-sessions',
  'person.change-name',
  'person.look-up',
  'person.remove',
  'person.restore',
  'retention.set',
  'retention.run',
]);

export function mayInPlace(
  command: PlaceCommand,
  capacity: Capacity,
  placeId: PlaceId,
  parentOf: (id: PlaceId) => PlaceId | null,
  documentId?: string,
): boolean {
  // Who drafts by a group's grant or was called in on a topic writes there, and decides nothing.
  if (capacity.held === 'grant' || capacity.held === 'topic') return false;
  // A role for one session counts in that session.
  if (capacity.within !== undefined && capacity.within !== documentId) return false;
  if (FROM_THERE_OR_ABOVE.has(command) && !lineage(placeId, parentOf).includes(capacity.placeId)) return false;
  // A list may bring any role, the deputy's own among them.
  if (command === 'installation.import' && capacity.held === 'deputy') return false;
  const { standing } = actorIn(capacity, placeId, parentOf);
  const belongs = standing === 'member' || standing === 'moderator';
  return belongs && (PLACE_COMMANDS[command] as readonly Role[]).includes(capacity.role);
}

/** Who sits on a panel of a place: somebody of the place in their own right, or standing in for who is. */
export function maySitIn(placeId: PlaceId, capacity: Capacity, parentOf: (id: PlaceId) => PlaceId | null): boolean {
  if (capacity.held === 'grant' || capacity.held === 'topic' || capacity.within !== undefined) return false;
  const { standing } = actorIn(capacity, placeId, parentOf);
  return standing === 'member' || standing === 'moderator';
}

/** The roles in which one acts for an organisation of each kind. */
export const ORGANISATION_ROLES: Readonly<Record<OrganisationKind, readonly Role[]>> = {
  group: ['group-member', 'group-lead'],
  business: ['group-member', 'group-lead'],
  service: ['officer'],
  agency: ['practitioner'],
};

const SPEAKS_FOR_ONE: ReadonlySet<Role> = new Set(Object.values(ORGANISATION_ROLES).flat());

/** A group's leads choose its members; who speaks for a service or an agency is the administrators' affair. */
export function mayManageMembers(capacity: Capacity, organisationId: string): boolean {
  if (capacity.held === 'grant' || capacity.held === 'topic' || capacity.within !== undefined) return false;
  return capacity.role === 'admin' || (capacity.role === 'group-lead' && capacity.organisationId === organisationId);
}

/**
 * Nobody makes themselves the voice of an organisation that they do not lead. A deputy stands in until the holder is back:
 * they give nobody the role in which they do so, and nothing to themselves.
 */
export function mayGive(acting: Capacity, { role, personId }: { readonly role: Role; readonly personId: string | null }): boolean {
  const isOwn = personId === acting.personId;
  if (isOwn && acting.organisationId === null && SPEAKS_FOR_ONE.has(role)) return false;
  return acting.held !== 'deputy' || (role !== acting.role && !isOwn);
}

/** One may always step back oneself. */
export function mayEndCapacity(
  capacity: Capacity,
  ended: Capacity,
  mayGrantAt: (capacity: Capacity, placeId: PlaceId) => boolean,
): boolean {
  if (capacity.personId === ended.personId) return true;
  // A deputy acts for the holder and does not put out those who hold the same role.
  if (capacity.held === 'deputy' && ended.held === undefined && ended.role === capacity.role) return false;
  if (capacity.held === 'grant' || capacity.held === 'topic' || capacity.within !== undefined) return false;
  if (ended.organisationId !== null && capacity.role === 'group-lead') return capacity.organisationId === ended.organisationId;
  return mayGrantAt(capacity, ended.placeId);
}
