/** Which ways on from a phase the page offers, and to whom. Only what is offered: the server decides by its own table. */
import type { Phase } from '@ginnel/domain/documents';
import type { Role } from '@ginnel/domain/people';

const ROLES: readonly Role[] = ['officer', 'moderator', 'system-leader', 'admin'];

export const NEXT: Readonly<Record<Phase, readonly Phase[]>> = {
  drafting: ['consulting'],
  consulting: ['drafting', 'agreed'],
  agreed: ['published', 'in-review'],
  published: ['in-review'],
  'in-review': ['consulting', 'agreed'],
};

interface Capacity {
  readonly id: string;
  readonly role: Role;
  readonly placeId: string;
}

interface Place {
  readonly id: string;
  readonly parentId: string | null;
}

/** The first capacity in which one may be asked to decide in that place: the role stands there, above it or below it. */
export function decidingCapacity<C extends Capacity>(capacities: readonly C[], placeId: string, places: readonly Place[]): C | undefined {
  const line = lineOf(placeId, places);
  return capacities.find(
    (capacity) => ROLES.includes(capacity.role) && (line.includes(capacity.placeId) || lineOf(capacity.placeId, places).includes(placeId)),
  );
}

/** A place and those above it, from below. */
export function lineOf(placeId: string, places: readonly Place[]): string[] {
  const line: string[] = [];
  for (let id: string | null = placeId; id !== null && !line.includes(id);) {
    line.push(id);
    id = places.find((place) => place.id === id)?.parentId ?? null;
  }
  return line;
}
