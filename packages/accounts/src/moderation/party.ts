/** Who may decide on held words, and who may not because it is their own affair. */
import type { PlaceId } from '@ginnel/base/ids';
import type { ModerationReason } from '@ginnel/domain/moderation';
import type { Capacity } from '@ginnel/domain/people';
import { lineage } from '@ginnel/domain/places';
import { peopleInRole, reportsBehind } from '@ginnel/store/relational/moderation';
import { readParents } from '@ginnel/store/relational/places';
import type { HeldRow } from '@ginnel/store/relational/moderation-rows';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Deciding } from '../commands/run-command.ts';

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

/** The first of these capacities that may decide, apart from those of `parties`: people whose own affair it is. */
export async function decider(
  { tx, atMs, capacities, keptAwayFrom, may }: Pick<Deciding, 'tx' | 'atMs' | 'capacities' | 'keptAwayFrom' | 'may'>,
  { reason, placeId }: CareFor,
  parties: readonly (string | null)[],
): Promise<Capacity | undefined> {
  const others = capacities.filter(({ personId }) => !parties.includes(personId));
  if (reason !== 'safeguarding') return others.find((each) => may('words.decide', each, placeId));
  if (keptAwayFrom(placeId)) return undefined;
  const leads = await safeguardingLeads(tx, placeId, atMs);
  return others.find(({ id }) => leads.some(({ capacityId }) => capacityId === id));
}

/** Everybody whose affair an appeal is: the author, who took the decisions, who reported. They do not sit on its panel. */
export async function partiesTo(db: Relational, held: HeldRow): Promise<ReadonlySet<string>> {
  const reports = await reportsBehind(db, [held.id]);
  const reporters = reports.flatMap(({ reporter_id: reporterId }) => reporterId ?? []);
  return new Set([held.person_id, held.by_id, held.decided_by, ...reporters]);
}
