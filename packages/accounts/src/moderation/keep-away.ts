/** Where somebody is kept away from, and what remains for them to act in. */
import type { PlaceId } from '@ginnel/base/ids';
import type { Capacity } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import { removedFrom } from '@ginnel/store/relational/moderation';
import { capacitiesOf } from '@ginnel/store/relational/people';
import { readParents } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';

export type ParentOf = (id: PlaceId) => PlaceId | null;

/** Whether a person who is kept away from `removedPlaces` is kept away from this place: it is one of them or lies below one. */
export function isKeptAway(removedPlaces: readonly string[], placeId: PlaceId, parentOf: ParentOf): boolean {
  return removedPlaces.length > 0 && lineage(placeId, parentOf).some((id) => removedPlaces.includes(id));
}

export interface Acting {
  /** Those that stand, without those of places that the person is kept away from. */
  readonly capacities: readonly Capacity[];
  /** All that stand: for one's own affairs, such as an appeal. */
  readonly standing: readonly Capacity[];
  readonly parentOf: ParentOf;
  /** Whether they are kept away from this place, whatever their capacity reaches. */
  keptAwayFrom(placeId: PlaceId): boolean;
}

/** In what a person may act at `atMs`, and where not. */
export async function actingOf(db: Relational, personId: string, atMs: number): Promise<Acting> {
  const standing = await capacitiesOf(db, personId, atMs);
  const places = (await removedFrom(db, [personId], atMs)).get(personId) ?? [];
  const parentOf = await readParents(db);
  const keptAwayFrom = (placeId: PlaceId): boolean => isKeptAway(places, placeId, parentOf);
  return { capacities: standing.filter(({ placeId }) => !keptAwayFrom(placeId)), standing, parentOf, keptAwayFrom };
}
