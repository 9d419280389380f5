/**
 * A group is not left without a lead, nor a place without its last administrator: first the handover, then the leaving.
 * Who has the role for one session only is neither.
 */
import type { Capacity } from '@ginnel/domain/people';
import { membersOf, peopleAt } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';

export async function isLastOfItsKind(
  tx: Relational,
  { id, role, organisationId, placeId, held, within }: Capacity,
  atMs: number,
): Promise<boolean> {
  if ((role !== 'group-lead' && role !== 'admin') || held !== undefined || within !== undefined) return false;
  const peers =
    role === 'group-lead' && organisationId !== null ? await membersOf(tx, organisationId, atMs) : await peopleAt(tx, placeId, atMs);
  return !peers.some(
    ({ capacity }) => capacity.role === role && capacity.id !== id && capacity.held === undefined && capacity.within === undefined,
  );
}
