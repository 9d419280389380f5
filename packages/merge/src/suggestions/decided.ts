/** Which changes were decided: those of which every id was. A revised change is open again. */
import type { IdRange } from '../contract.ts';
import { IdSet } from '../attribution/id-set.ts';
import type { Decision, SuggestedChange } from './change.ts';

export function isCovered(change: SuggestedChange, decided: readonly Decision[]): boolean {
  const ids = new IdSet();
  for (const decision of decided) if (decision.outcome === 'declined') for (const range of decision.ids) ids.add(range);
  return change.ids.every((range) => isWithin(range, ids));
}

/** Declines changes, with the reason that their authors are told. */
export function decline(changes: readonly SuggestedChange[], changeIds: readonly string[], reason: string): Decision[] {
  return changes.filter(({ id }) => changeIds.includes(id)).map(({ id, ids }) => ({ changeId: id, outcome: 'declined', reason, ids }));
}

function isWithin({ client, clock, length }: IdRange, ids: IdSet): boolean {
  for (let at = clock; at < clock + length;) {
    const { inside, until } = ids.reach(client, at);
    if (!inside) return false;
    at = until;
  }
  return true;
}
