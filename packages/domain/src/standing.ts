/** What a person's capacity makes them in one document: the axis on which the rights tables stand. */
import type { PlaceId } from '@ginnel/base/ids';
import { partyOf, type Capacity } from './people.ts';
import { lineage } from './places.ts';

/**
 * - `member`: the document's place is theirs, or lies above or below it. Everyone with a role there, on equal terms.
 * - `guest`: in the room with a session code; may write notes and suggest.
 * - `visitor`: signed in, from elsewhere; may read and suggest.
 * - `moderator`: a member who also protects people; writes as a member does and may take down.
 */
export const STANDINGS = ['member', 'guest', 'visitor', 'moderator'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Everything that the merge engine needs to know of the person who acts. */
export interface Actor {
  readonly standing: Standing;
  /** The Deal party whose part they may write, if any. */
  readonly party: string | null;
}

/** @param parentOf  the place above, or null for the borough */
export function actorIn(capacity: Capacity, placeId: PlaceId, parentOf: (id: PlaceId) => PlaceId | null): Actor {
  const related = lineage(placeId, parentOf).includes(capacity.placeId) || lineage(capacity.placeId, parentOf).includes(placeId);
  if (!related) return { standing: 'visitor', party: null };
  const party = partyOf(capacity);
  if (capacity.role === 'guest') return { standing: 'guest', party };
  if (capacity.role === 'moderator' || capacity.role === 'admin') return { standing: 'moderator', party };
  return { standing: 'member', party };
}
