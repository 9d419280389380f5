/** Places in three tiers. A borough's tiers, names and places are data; only the order of tiers is code. */
import type { PlaceId } from '@ginnel/base/ids';

export const TIERS = ['borough', 'neighbourhood', 'ward'] as const;
export type Tier = (typeof TIERS)[number];

export interface Place {
  readonly id: PlaceId;
  readonly tier: Tier;
  readonly name: string;
  /** What people here call this tier: "Area Council", "township". */
  readonly tierName: string;
  readonly parentId: PlaceId | null;
  /** ONS (GSS) code where one is known: E05… for a ward, E08… for a metropolitan borough. */
  readonly onsCode: string | null;
  /** One or two plain sentences about the place. */
  readonly about: string;
}

/** The place itself and every place above it, nearest first. */
export function lineage<Id extends string>(placeId: Id, parentOf: (id: Id) => Id | null): Id[] {
  const line: Id[] = [];
  for (let id: Id | null = placeId; id !== null && !line.includes(id); id = parentOf(id)) line.push(id);
  return line;
}
