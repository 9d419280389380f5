/** In what somebody may act now, and what they may do in it: for pages, which offer what the command would allow. */
import { mayInPlace } from '@ginnel/accounts/commands/policy';
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import type { PlaceId } from '@ginnel/base/ids';
import type { Capacity } from '@ginnel/domain/people';
import type { Services } from '../services.ts';

export async function actingIn({ db, clock }: Services, personId: string) {
  const { capacities, parentOf, keptAwayFrom } = await actingOf(db, personId, clock.nowMs());
  const may = (name: Parameters<typeof mayInPlace>[0], capacity: Capacity, placeId: PlaceId): boolean =>
    !keptAwayFrom(placeId) && mayInPlace(name, capacity, placeId, parentOf);
  return { capacities, may };
}
