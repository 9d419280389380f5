/** One list after set-up, planned against the database as it is. Changes nothing: a preview and the import itself ask the same. */
import type { PersonId } from '@ginnel/base/ids';
import { type Place, TIERS, type Tier } from '@ginnel/domain/places';
import { partiesOf } from '@ginnel/store/relational/imports';
import { capacitiesOf, findMember, findPersonByEmail } from '@ginnel/store/relational/people';
import { listOrganisations, listPlaces } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import type { ImportList, ImportReport } from './import-report.ts';
import { ORGANISATION_HEADINGS, type PlannedOrganisations, planOrganisations } from './plan-organisations.ts';
import { type KnownPerson, PEOPLE_HEADINGS, type PlannedPeople, planPeople } from './plan-people.ts';
import { PLACE_HEADINGS, type PlannedPlaces, planPlaces, type TierNames } from './plan-places.ts';
import { readTable, type TableRow } from './read-table.ts';

export type PlannedImport =
  | { readonly list: 'places'; readonly plan: PlannedPlaces }
  | { readonly list: 'organisations'; readonly plan: PlannedOrganisations }
  | { readonly list: 'people'; readonly plan: PlannedPeople };

const HEADINGS = { places: PLACE_HEADINGS, organisations: ORGANISATION_HEADINGS, people: PEOPLE_HEADINGS } as const;

/** `planned` is `null` when the file could not be read as a list. */
export async function planImport(
  db: Relational,
  { list, file, atMs }: { list: ImportList; file: Uint8Array; atMs: number },
): Promise<{ readonly report: ImportReport; readonly planned: PlannedImport | null }> {
  const table = readTable(file, HEADINGS[list]);
  if (!table.ok) return { report: { list, encoding: null, ignored: [], rows: [], faults: [table.error] }, planned: null };
  const { encoding, ignored, rows } = table.value;
  const planned = await planRows(db, list, rows, atMs);
  return { report: { list, encoding, ignored, rows: planned.plan.rows, faults: [] }, planned };
}

async function planRows(db: Relational, list: ImportList, rows: readonly TableRow[], atMs: number): Promise<PlannedImport> {
  const places = await listPlaces(db);
  if (list === 'places') return { list, plan: planPlaces(places, rows, tierNamesIn(places)) };
  const organisations = await listOrganisations(db);
  if (list === 'organisations') return { list, plan: planOrganisations(organisations, rows) };
  const known = await knownPeople(db, rows, atMs);
  return { list, plan: planPeople({ places, organisations, known, atMs }, rows) };
}

/** Each tier as most places of it are called. */
function tierNamesIn(places: readonly Place[]): TierNames {
  const named = (tier: Tier): string => {
    const names = places.filter((place) => place.tier === tier).map(({ tierName }) => tierName);
    const count = (name: string): number => names.filter((each) => each === name).length;
    return names.reduce((best, name) => (count(name) > count(best) ? name : best), names[0] ?? tier);
  };
  const [borough, neighbourhood, ward] = TIERS.map(named);
  return { borough: borough ?? 'borough', neighbourhood: neighbourhood ?? 'neighbourhood', ward: ward ?? 'ward' };
}

async function knownPeople(db: Relational, rows: readonly TableRow[], atMs: number): Promise<ReadonlyMap<string, KnownPerson>> {
  const known = new Map<string, KnownPerson>();
  for (const email of new Set(rows.map(({ cells }) => (cells['email'] ?? '').toLowerCase()))) {
    const person = await findPersonByEmail(db, email);
    if (person === null) continue;
    const capacities = await capacitiesOf(db, person.id satisfies PersonId, atMs);
    const parties = await partiesOf(
      db,
      capacities.map(({ id }) => id),
    );
    const held = await Promise.all(
      capacities.map(async (capacity) => {
        const untilMs = (await findMember(db, capacity.id))?.term.untilMs ?? null;
        return { capacity, untilMs, party: parties.get(capacity.id) ?? '' };
      }),
    );
    known.set(email, { person, held });
  }
  return known;
}
