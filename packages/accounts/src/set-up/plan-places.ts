/** Places from a list, planned against those that there are. Changes nothing. */
import type { PlaceId } from '@ginnel/base/ids';
import { type Place, TIERS, type Tier } from '@ginnel/domain/places';
import { changesOf, type RowReport, RowNotes } from './import-report.ts';
import { freeId, idOf, keyOf, sameName } from './names.ts';
import type { Headings, TableRow } from './read-table.ts';

/** `parent` is a name; the borough when empty. */
export const PLACE_HEADINGS: Headings = { required: ['name', 'tier'], optional: ['parent', 'ons_code', 'tier_name', 'about'] };

/** What people here call each tier: a list may use these words too. */
export type TierNames = Readonly<Record<Tier, string>>;

export interface PlannedPlaces {
  readonly rows: readonly RowReport[];
  /** Parents first. */
  readonly add: readonly Place[];
  readonly change: readonly { readonly before: Place; readonly after: Place }[];
}

/** @param existing  with the borough first */
export function planPlaces(existing: readonly Place[], rows: readonly TableRow[], tierNames: TierNames): PlannedPlaces {
  const places = [...existing];
  const reports = new Map<number, RowReport>();
  const add: Place[] = [];
  const change: { before: Place; after: Place }[] = [];
  const seen = new Map<string, number>();
  const borough = existing.find(({ tier }) => tier === 'borough');

  const take = (row: TableRow, tier: Tier): void => {
    const { name = '', parent = '', ons_code: given = '', tier_name: tierName = '', about = '' } = row.cells;
    const notes = new RowNotes(row.line);
    const code = given.toUpperCase();
    if (code !== '' && !isOnsCode(code))
      notes.bad('ons_code', `“${given}” is not an ONS code.`, 'Write nine characters such as E05000708, or leave it empty.');
    const known = findKnown(existing, { name, code });
    if (idOf(name) === '') notes.bad('name', 'The place has no name.', 'Write its name.');
    else {
      const before = seen.get(keyOf(name));
      if (before !== undefined) notes.bad('name', `“${name}” stands in line ${before} already.`, 'Keep one of the two lines.');
      seen.set(keyOf(name), row.line);
    }
    if (known === 'two') notes.bad('ons_code', `${code} belongs to another place than “${name}”.`, 'Check the code and the name.');
    const same = known === 'two' ? undefined : known;
    if (same !== undefined && same.tier !== tier)
      notes.bad('tier', `“${same.name}” is a ${same.tier} here.`, 'A place does not change its tier.');
    const codeElsewhere = code !== '' && add.some((place) => place.onsCode === code);
    if (codeElsewhere) notes.bad('ons_code', `${code} stands in another line already.`, 'Give each place its own code.');
    const above = parent === '' ? (same === undefined ? borough : places.find(({ id }) => id === same.parentId)) : byName(places, parent);
    const isOfAnotherTier = same !== undefined && same.tier !== tier;
    // A place of a lower tier is taken later: it is in the list, and no place to lie in.
    const tierAbove = above?.tier ?? tierIn(rows, parent, tierNames);
    if (tier !== 'borough' && !isOfAnotherTier && tierAbove !== null && TIERS.indexOf(tierAbove) >= TIERS.indexOf(tier)) {
      notes.bad(
        'parent',
        `“${above?.name ?? parent}” is a ${tierAbove} itself.`,
        'A ward lies in a neighbourhood or the borough, a neighbourhood in the borough.',
      );
    } else if (tier !== 'borough' && !isOfAnotherTier && above === undefined)
      notes.bad('parent', `“${name}” lies in “${parent}”, which is not in the list.`, 'Add that place, or write its name as it stands.');
    if (tier === 'borough' && same === undefined) notes.bad('tier', 'There is one borough already.', 'Write neighbourhood or ward.');
    const after: Place = {
      id: same?.id ?? (freeId(idOf(name) || 'place', (id) => places.some((place) => place.id === id)) as PlaceId),
      tier,
      name: name === '' ? (same?.name ?? '') : name,
      tierName: tierName || same?.tierName || tierNames[tier],
      parentId: tier === 'borough' ? null : (above?.id ?? null),
      onsCode: code || (same?.onsCode ?? null),
      about: about || (same?.about ?? ''),
    };
    const nameOf = (id: PlaceId | null): string => places.find((place) => place.id === id)?.name ?? '';
    const changes =
      same === undefined
        ? []
        : changesOf({
            name: [same.name, after.name],
            ons_code: [same.onsCode ?? '', after.onsCode ?? ''],
            parent: [nameOf(same.parentId), nameOf(after.parentId)],
            tier_name: [same.tierName, after.tierName],
            about: [same.about, after.about],
          });
    const report = notes.report(name, same === undefined ? 'new' : changes.length > 0 ? 'changed' : 'same', changes);
    reports.set(row.line, report);
    if (report.state === 'new') {
      places.push(after);
      add.push(after);
    }
    if (report.state === 'changed' && same !== undefined) {
      places[places.indexOf(same)] = after;
      change.push({ before: same, after });
    }
  };

  for (const tier of TIERS) for (const row of rows) if (tierOf(row, tierNames) === tier) take(row, tier);
  for (const row of rows) {
    if (tierOf(row, tierNames) !== null) continue;
    const notes = new RowNotes(row.line);
    notes.bad('tier', `The tier is “${row.cells['tier'] ?? ''}”.`, 'Write neighbourhood or ward.');
    reports.set(row.line, notes.report(row.cells['name'] ?? '', 'new'));
  }
  return { rows: rows.flatMap(({ line }) => reports.get(line) ?? []), add, change };
}

/** ONS (GSS) codes: E05 a ward, E06 to E09 a local authority, E02 and E01 the areas below. */
export function isOnsCode(code: string): boolean {
  return /^[EWNS]\d{8}$/.test(code);
}

function tierOf({ cells }: TableRow, tierNames: TierNames): Tier | null {
  const given = cells['tier'] ?? '';
  return TIERS.find((tier) => sameName(tier, given) || sameName(tierNames[tier], given)) ?? null;
}

/** The tier that the list gives a place of this name. */
function tierIn(rows: readonly TableRow[], name: string, tierNames: TierNames): Tier | null {
  const row = rows.find(({ cells }) => sameName(cells['name'] ?? '', name));
  return row === undefined ? null : tierOf(row, tierNames);
}

/** By its code, else by its name. */
function findKnown(places: readonly Place[], { name, code }: { name: string; code: string }): Place | 'two' | undefined {
  const coded = code === '' ? undefined : places.find(({ onsCode }) => onsCode === code);
  const named = byName(places, name);
  if (coded !== undefined && named !== undefined && coded !== named) return 'two';
  return coded ?? named;
}

function byName(places: readonly Place[], name: string): Place | undefined {
  return places.find((place) => sameName(place.name, name));
}
