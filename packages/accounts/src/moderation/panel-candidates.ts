/** Who may be invited to a panel: people who belong to the place, in whatever role, and whose affair it is not. */
import type { PlaceId } from '@ginnel/base/ids';
import { lineage } from '@ginnel/domain/places';
import { authorNames } from '@ginnel/store/relational/author-names';
import { peopleInRole } from '@ginnel/store/relational/moderation';
import { listPlaces, readParents } from '@ginnel/store/relational/places';
import { ROLES } from '@ginnel/domain/people';
import type { Author } from '@ginnel/domain/people';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import type { Relational } from '@ginnel/store/relational/tables';
import { placesReached } from '../commands/reach.ts';
import { partiesTo, seatFor } from './party.ts';

export interface Candidate {
  readonly personId: string;
  readonly name: string;
  readonly label: string;
}

export async function panelCandidates(
  db: Relational,
  held: HeldRow,
  { convener, atMs }: { convener: string; atMs: number },
): Promise<Candidate[]> {
  const placeId = held.place_id as PlaceId;
  const others = new Set([...(await partiesTo(db, held)), convener]);
  const found = await peopleInRole(db, {
    roles: ROLES.filter((role) => role !== 'guest'),
    placeIds: placesReached(await listPlaces(db), placeId),
    atMs,
  });
  const line = lineage(placeId, await readParents(db));
  const nearest = found.toSorted((a, b) => rank(line, a.placeId) - rank(line, b.placeId));
  const first = new Map<string, Author>();
  for (const { personId, capacityId } of nearest) {
    if (first.has(personId) || others.has(personId)) continue;
    if (!(await seatFor(db, { personId, placeId, atMs }, others)).ok) continue;
    first.set(personId, { personId, capacityId } as Author);
  }
  const authors = [...first.values()];
  const names = await authorNames(db, authors);
  return authors.map(({ personId }, i) => ({ personId, name: names[i]?.name ?? '', label: names[i]?.label ?? '' }));
}

/** Those of the place itself come first, then those above it, then those below. */
function rank(line: readonly string[], placeId: string): number {
  const at = line.indexOf(placeId);
  return at === -1 ? line.length : at;
}
