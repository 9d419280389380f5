/** Places and organisations: what there is, and what lies above what. */
import type { OrganisationId, PlaceId } from '@ginnel/base/ids';
import type { Organisation } from '@ginnel/domain/people';
import { TIERS, type Place } from '@ginnel/domain/places';
import type { Selectable } from 'kysely';
import type { OrganisationTable, PlaceRow, Relational } from './tables.ts';

/** All places: the borough first, then tier by tier in their order. */
export async function listPlaces(db: Relational): Promise<Place[]> {
  const rows = await db.selectFrom('place').selectAll().orderBy('position').orderBy('name').execute();
  return TIERS.flatMap((tier) => rows.filter((row) => row.tier === tier).map(rowToPlace));
}

export async function findPlace(db: Relational, id: string): Promise<Place | null> {
  const row = await db.selectFrom('place').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : rowToPlace(row);
}

/** The place above each place, as `lineage` and `actorIn` of the domain ask for it. */
export async function readParents(db: Relational): Promise<(id: PlaceId) => PlaceId | null> {
  const rows = await db.selectFrom('place').select(['id', 'parent_id']).execute();
  const parents = new Map(rows.map((row) => [row.id, row.parent_id]));
  return (id) => (parents.get(id) ?? null) as PlaceId | null;
}

/** Adds places in the order given, which is the order in which they are listed; parents come first. */
export async function addPlaces(db: Relational, places: readonly Place[], { after = 0 }: { after?: number } = {}): Promise<void> {
  const rows = places.map(({ id, tier, name, tierName, parentId, onsCode, about }, index): PlaceRow => ({
    id,
    tier,
    name,
    tier_name: tierName,
    parent_id: parentId,
    ons_code: onsCode,
    about,
    position: after + index,
  }));
  await db.insertInto('place').values(rows).execute();
}

export async function listOrganisations(db: Relational): Promise<Organisation[]> {
  const rows = await db.selectFrom('organisation').selectAll().orderBy('name').execute();
  return rows.map(rowToOrganisation);
}

export async function findOrganisation(db: Relational, id: string): Promise<Organisation | null> {
  const row = await db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : rowToOrganisation(row);
}

export async function addOrganisations(db: Relational, organisations: readonly Organisation[]): Promise<void> {
  await db.insertInto('organisation').values(organisations.map(organisationToRow)).execute();
}

export async function changeOrganisation(db: Relational, organisation: Organisation): Promise<void> {
  await db.updateTable('organisation').set(organisationToRow(organisation)).where('id', '=', organisation.id).execute();
}

/** Everything but its order. */
export async function changePlace(db: Relational, { id, tier, name, tierName, parentId, onsCode, about }: Place): Promise<void> {
  await db
    .updateTable('place')
    .set({ tier, name, tier_name: tierName, parent_id: parentId, ons_code: onsCode, about })
    .where('id', '=', id)
    .execute();
}

/** For taking an import back; the lowest first. Rejects when something still refers to one of them. */
export async function removePlaces(db: Relational, ids: readonly string[]): Promise<void> {
  for (const id of ids) await db.deleteFrom('place').where('id', '=', id).execute();
}

export async function removeOrganisations(db: Relational, ids: readonly string[]): Promise<void> {
  for (const id of ids) await db.deleteFrom('organisation').where('id', '=', id).execute();
}

function rowToOrganisation(row: Selectable<OrganisationTable>): Organisation {
  return { id: row.id as OrganisationId, kind: row.kind, name: row.name, class: row.class, umbrella: row.umbrella === 1 };
}

function organisationToRow({ id, kind, name, class: joinedAs, umbrella }: Organisation) {
  return { id, kind, name, class: joinedAs, umbrella: umbrella ? 1 : 0 };
}

function rowToPlace(row: PlaceRow): Place {
  return {
    id: row.id as PlaceId,
    tier: row.tier,
    name: row.name,
    tierName: row.tier_name,
    parentId: row.parent_id as PlaceId | null,
    onsCode: row.ons_code,
    about: row.about,
  };
}
