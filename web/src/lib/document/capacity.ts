/** In which capacity a person writes in a document, when they have several: theirs to choose, and remembered on this device. */
import { MAY_LET_GUESTS_IN } from '@ginnel/domain/guests';
import { MAY_HOLD_WORDS } from '@ginnel/domain/moderation';
import type { Role } from '@ginnel/domain/people';
import { MAY_CHANGE_PHASE } from '@ginnel/domain/phases';
import { lineage } from '@ginnel/domain/places';

interface Capacity {
  readonly id: string;
  readonly placeId: string;
  /** As a deputy, by a group's grant, on a topic: chosen, never the usual one while there is another. */
  readonly held?: string | null;
}

interface OfRole extends Capacity {
  readonly role: Role;
  /** Counts in this one document only. */
  readonly within?: string | null;
}

interface Place {
  readonly id: string;
  readonly parentId: string | null;
}

const key = (documentId: string) => `ginnel.capacity.${documentId}`;

/** The one of the document's own place, else the first in which they may write, else the first. `null` when there is none. */
export function usualCapacity(capacities: readonly Capacity[], placeId: string, places: readonly Place[]): string | null {
  const inOwnRight = capacities.filter(({ held }) => (held ?? null) === null);
  const writes = (each: Capacity) => !isVisitor(each, placeId, places);
  const usual = inOwnRight.find((each) => each.placeId === placeId) ?? inOwnRight.find(writes) ?? capacities.find(writes);
  return (usual ?? capacities[0])?.id ?? null;
}

/** The one chosen in this document before, on this device; `null` when it is no longer theirs. */
export function rememberedCapacity(capacities: readonly Capacity[], documentId: string): string | null {
  const remembered = readItem(key(documentId));
  return capacities.find(({ id }) => id === remembered)?.id ?? null;
}

/** Their ids, the one that would be opened first: words that wait in any of them are looked for in this order. */
export function inOrderOfUse(capacities: readonly Capacity[], first: string | null): string[] {
  return [...capacities].sort((a, b) => Number(b.id === first) - Number(a.id === first)).map(({ id }) => id);
}

/** Whether the person only reads in a document of that place: theirs is neither it nor above or below it. */
export function isVisitor(capacity: Capacity, placeId: string, places: readonly Place[]): boolean {
  const parentOf = (id: string) => places.find((place) => place.id === id)?.parentId ?? null;
  return !lineage(placeId, parentOf).includes(capacity.placeId) && !lineage(capacity.placeId, parentOf).includes(placeId);
}

/** The first in which one may be asked to move a document of that place on. Only what is offered: the server asks again. */
export function decidingCapacity<C extends OfRole>(capacities: readonly C[], placeId: string, places: readonly Place[]): C | undefined {
  const roles: readonly Role[] = MAY_CHANGE_PHASE;
  return capacities.find((each) => roles.includes(each.role) && decides(each, null) && !isVisitor(each, placeId, places));
}

/** Whether one may be asked to let guests into this document. Only what is offered: the server asks again. */
export function leadsThere(capacities: readonly OfRole[], document: { id: string; placeId: string }, places: readonly Place[]): boolean {
  return hasRoleThere(MAY_LET_GUESTS_IN, capacities, document, places);
}

/** Whether one may be asked to hold words of this document. Only what is offered: the server asks again. */
export function holdsThere(capacities: readonly OfRole[], document: { id: string; placeId: string }, places: readonly Place[]): boolean {
  return hasRoleThere(MAY_HOLD_WORDS, capacities, document, places);
}

function hasRoleThere(
  roles: readonly Role[],
  capacities: readonly OfRole[],
  document: { id: string; placeId: string },
  places: readonly Place[],
): boolean {
  return capacities.some((each) => roles.includes(each.role) && decides(each, document.id) && !isVisitor(each, document.placeId, places));
}

/** Whether one may be asked to call people in there, or to give roles: from the place or from above it, in the whole of it. */
export function callsInThere(capacities: readonly OfRole[], placeId: string, places: readonly Place[]): boolean {
  const here = lineage(placeId, (id) => places.find((place) => place.id === id)?.parentId ?? null);
  const roles: readonly Role[] = ['system-leader', 'admin'];
  return capacities.some((each) => roles.includes(each.role) && decides(each, null) && here.includes(each.placeId));
}

/** Who drafts by a grant or came on a topic decides nothing; a role for one document counts there only. */
function decides({ held, within }: OfRole, documentId: string | null): boolean {
  return held !== 'grant' && held !== 'topic' && ((within ?? null) === null || within === documentId);
}

export function rememberCapacity(documentId: string, capacityId: string): void {
  try {
    localStorage.setItem(key(documentId), capacityId);
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
}

function readItem(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
