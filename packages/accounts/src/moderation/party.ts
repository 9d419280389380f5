/** Who may decide on held words, and who may not because it is their own affair. */
import type { PlaceId } from '@ginnel/base/ids';
import type { ModerationReason } from '@ginnel/domain/moderation';
import { err, ok, type Result } from '@ginnel/base/result';
import type { Capacity } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import { peopleInRole, reportsBehind } from '@ginnel/store/relational/moderation';
import { readParents } from '@ginnel/store/relational/places';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import type { Relational, ReportRow } from '@ginnel/store/relational/tables';
import { countedAs, independentDecider, independentOf, type Party } from '../commands/independence.ts';
import { maySitIn } from '../commands/policy.ts';
import type { Deciding } from '../commands/run-command.ts';
import { actingOf } from './keep-away.ts';

export interface CareFor {
  readonly reason: ModerationReason;
  readonly placeId: PlaceId;
}

/** The people to whom safeguarding in a place goes: its leads there or above; where there is none, its administrators. */
export async function safeguardingLeads(
  db: Relational,
  placeId: PlaceId,
  atMs: number,
): Promise<readonly { readonly personId: string; readonly capacityId: string }[]> {
  const placeIds = lineage(placeId, await readParents(db));
  const leads = await peopleInRole(db, { roles: ['safeguarding-lead'], placeIds, atMs });
  return leads.length > 0 ? leads : await peopleInRole(db, { roles: ['admin'], placeIds, atMs });
}

/** The first of these capacities that may decide and is independent of `parties`: people whose own affair it is. */
export async function decider(
  { tx, atMs, capacities, keptAwayFrom, may }: Pick<Deciding, 'tx' | 'atMs' | 'capacities' | 'keptAwayFrom' | 'may'>,
  { reason, placeId }: CareFor,
  parties: readonly Party[],
): Promise<Result<Capacity, 'not-allowed' | 'not-independent'>> {
  if (reason !== 'safeguarding')
    return await independentDecider(tx, capacities, { may: (each) => may('words.decide', each, placeId), parties });
  const leads = keptAwayFrom(placeId) ? [] : await safeguardingLeads(tx, placeId, atMs);
  const isLead = ({ id }: Capacity): boolean => leads.some(({ capacityId }) => capacityId === id);
  return await independentDecider(tx, capacities, { may: isLead, parties });
}

export function reporterOf({ reporter_id: personId, reporter_as: capacityId }: ReportRow): Party {
  return { personId, capacityId };
}

/**
 * Everybody whose affair an appeal is: the author, who took the decisions, who reported, and whom they stand in for. They
 * do not sit on its panel.
 */
export async function partiesTo(db: Relational, held: HeldRow): Promise<ReadonlySet<string>> {
  return await countedAs(db, [
    { personId: held.person_id },
    { personId: held.by_id, capacityId: held.by_capacity },
    { personId: held.decided_by, capacityId: held.decided_as },
    ...(await reportsBehind(db, [held.id])).map(reporterOf),
  ]);
}

interface Sitting {
  readonly personId: string;
  readonly placeId: PlaceId;
  readonly atMs: number;
  /** Those of their capacities that they chose; all when left out. */
  readonly among?: readonly Capacity[];
}

/**
 * The capacity in which somebody sits on a panel: of the place, and counting as none of `others`, in their own right where
 * they can. `not-found`: they do not belong to the place, or are kept away from it.
 */
export async function seatFor(
  db: Relational,
  { personId, placeId, atMs, among }: Sitting,
  others: ReadonlySet<string>,
): Promise<Result<Capacity, 'not-found' | 'not-independent'>> {
  const { capacities, parentOf, keptAwayFrom } = await actingOf(db, personId, atMs);
  const isAmong = ({ id }: Capacity): boolean => among === undefined || among.some((each) => each.id === id);
  const belonging = keptAwayFrom(placeId) ? [] : capacities.filter((each) => isAmong(each) && maySitIn(placeId, each, parentOf));
  if (belonging.length === 0) return err('not-found');
  const ownFirst = belonging.toSorted((a, b) => Number(a.held === 'deputy') - Number(b.held === 'deputy'));
  const [seat] = await independentOf(db, ownFirst, others);
  return seat === undefined ? err('not-independent') : ok(seat);
}
