/**
 * Which people are independent of each other, for every decision that needs a second person or somebody whose own affair
 * it is not. A deputy counts as the person they stand in for and as whoever named them, so that nobody is their own second.
 */
import { err, ok, type Result } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { standInsFor } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';

/** Whose own affair a decision is: they asked for it or took the one before it, reported, or wrote the words. */
export interface Party {
  /** `null`: somebody unknown. */
  readonly personId: string | null;
  /** In which capacity; `null` or left out: in none, or not known. */
  readonly capacityId?: string | null;
}

/** The people as whom these parties count: themselves, and whom they stand in for. */
export async function countedAs(db: Relational, parties: readonly Party[]): Promise<ReadonlySet<string>> {
  const standIns = await standInsFor(
    db,
    parties.flatMap(({ capacityId }) => capacityId ?? []),
  );
  return new Set(
    parties.flatMap(({ personId, capacityId }) => [...(personId === null ? [] : [personId]), ...(standIns.get(capacityId ?? '') ?? [])]),
  );
}

/** Those of the capacities in which somebody counts as none of these people. */
export async function independentOf(db: Relational, capacities: readonly Capacity[], people: ReadonlySet<string>): Promise<Capacity[]> {
  const standIns = await standInsFor(
    db,
    capacities.flatMap(({ id, held }) => (held === 'deputy' ? [id] : [])),
  );
  return capacities.filter(({ id, personId }) => ![personId, ...(standIns.get(id) ?? [])].some((each) => people.has(each)));
}

/** The first that may and is independent of the parties. `not-independent`: the role would do, and it has to be somebody else. */
export async function independentDecider(
  db: Relational,
  capacities: readonly Capacity[],
  { may, parties }: { readonly may: (capacity: Capacity) => boolean; readonly parties: readonly Party[] },
): Promise<Result<Capacity, 'not-allowed' | 'not-independent'>> {
  const entitled = capacities.filter(may);
  const [acting] = await independentOf(db, entitled, await countedAs(db, parties));
  if (acting !== undefined) return ok(acting);
  return err(entitled.length === 0 ? 'not-allowed' : 'not-independent');
}
