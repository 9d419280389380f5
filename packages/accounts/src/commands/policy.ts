/**
 * Who may decide what, and from which state: the tables that the handlers read and the tests generate their matrix from.
 * Words are not decided; who may write them stands in `merge/rights`.
 */
import type { Phase } from '@ginnel/domain/documents';
import type { Capacity, Role } from '@ginnel/domain/people';
import type { PlaceId } from '@ginnel/base/ids';
import { actorIn } from '@ginnel/domain/standing';

/** Commands about a place or something in it: the role must stand there, above it or below it. */
export const PLACE_COMMANDS = {
  'document.change-phase': ['officer', 'moderator', 'system-leader', 'admin'],
} as const satisfies Record<string, readonly Role[]>;
export type PlaceCommand = keyof typeof PLACE_COMMANDS;

/** From a phase to the next ones. A published text is never edited in place: it goes back through review. */
export const NEXT_PHASES: Readonly<Record<Phase, readonly Phase[]>> = {
  drafting: ['consulting'],
  consulting: ['drafting', 'agreed'],
  agreed: ['published', 'in-review'],
  published: ['in-review'],
  'in-review': ['consulting', 'agreed'],
};

export function mayInPlace(
  command: PlaceCommand,
  capacity: Capacity,
  placeId: PlaceId,
  parentOf: (id: PlaceId) => PlaceId | null,
): boolean {
  const { standing } = actorIn(capacity, placeId, parentOf);
  const belongs = standing === 'member' || standing === 'moderator';
  return belongs && (PLACE_COMMANDS[command] as readonly Role[]).includes(capacity.role);
}
