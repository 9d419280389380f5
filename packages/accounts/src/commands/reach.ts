/** Which places a decision or a capacity reaches. */
import type { PlaceId } from '@ginnel/base/ids';
import { lineage, type Place } from '@ginnel/domain/places';

/** The place and everything below it. */
export function placesBelow(places: readonly Place[], placeId: PlaceId): PlaceId[] {
  const lineOf = lineIn(places);
  return places.map(({ id }) => id).filter((id) => lineOf(id).includes(placeId));
}

/** The place, those above it and those below it: everywhere a capacity there counts. */
export function placesReached(places: readonly Place[], placeId: PlaceId): PlaceId[] {
  const above = lineIn(places)(placeId);
  return [...new Set([...above, ...placesBelow(places, placeId)])];
}

function lineIn(places: readonly Place[]): (id: PlaceId) => PlaceId[] {
  const parents = new Map(places.map((place) => [place.id, place.parentId]));
  return (id) => lineage(id, (each) => parents.get(each) ?? null);
}
