/** Who decides who holds a role: a group's leads for the group, administrators for everything else. */
import type { PlaceId } from '@ginnel/base/ids';
import type { Capacity } from '@ginnel/domain/people';
import { mayManageMembers } from '../commands/policy.ts';
import type { Deciding } from '../commands/run-command.ts';

/** @param role  the capacity, or one that is to be: its organisation and place */
export function mayFill(
  acting: Capacity,
  { organisationId, placeId }: { readonly organisationId: string | null; readonly placeId: PlaceId },
  may: Deciding['may'],
): boolean {
  if (organisationId === null) return may('place.grant-role', acting, placeId);
  return mayManageMembers(acting, organisationId) && may('organisation.grant-role', acting, placeId);
}
