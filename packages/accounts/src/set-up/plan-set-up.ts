/** First-run set-up, planned: a borough, its places and organisations from lists, and the first administrator. Changes nothing. */
import type { CapacityId, OrganisationId, PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok, type Result } from '@ginnel/base/result';
import { type Capacity, ORGANISATION_KINDS, type Organisation, type OrganisationKind, type Person } from '@ginnel/domain/people';
import { type Place, TIERS, type Tier } from '@ginnel/domain/places';

/** One row of a list, by column name, as it was read. */
export type Row = Readonly<Record<string, string>>;

export interface SetUpAsked {
  readonly borough: { readonly name: string; readonly onsCode: string | null };
  /** Columns: `name`, `tier` (neighbourhood or ward), `parent` (a name; the borough when empty), and if known `ons_code`, `about`, `tier_name`. */
  readonly places: readonly Row[];
  /** Columns: `name`, `kind` (group, service, agency or business). */
  readonly organisations: readonly Row[];
  readonly administrator: { readonly name: string; readonly email: string };
}

export interface SetUp {
  readonly places: readonly Place[];
  readonly organisations: readonly Organisation[];
  readonly administrator: { readonly person: Person; readonly email: string; readonly capacity: Capacity };
}

/** What is wrong with one row, in words for whoever keeps the list. */
export interface RowFault {
  readonly list: 'borough' | 'places' | 'organisations' | 'administrator';
  /** As a spreadsheet counts: the first row under the headings is 2. */
  readonly line: number;
  readonly message: string;
}

/** All faults are named at once; with any of them nothing is set up. */
export function planSetUp(asked: SetUpAsked, random: Random): Result<SetUp, readonly RowFault[]> {
  const faults: RowFault[] = [];
  const { borough, places } = planPlaces(asked, faults);
  const organisations = planOrganisations(asked.organisations, faults);
  const administrator = planAdministrator(asked.administrator, borough, random, faults);
  return faults.length > 0 ? err(faults) : ok({ places, organisations, administrator });
}

function planPlaces({ borough: named, places: rows }: SetUpAsked, faults: RowFault[]): { borough: Place; places: Place[] } {
  const fault = (line: number, message: string): void => void faults.push({ list: 'places', line, message });
  if (idOf(named.name) === '') faults.push({ list: 'borough', line: 1, message: 'The borough needs a name.' });
  const borough: Place = {
    id: idOf(named.name) as PlaceId,
    tier: 'borough',
    name: named.name.trim(),
    tierName: 'borough',
    parentId: null,
    onsCode: codeOf(named.onsCode ?? '', 1, faults, 'borough'),
    about: '',
  };
  const places = [borough];
  const byName = new Map([[key(borough.name), borough]]);
  for (const tier of TIERS.slice(1)) {
    for (const [index, row] of rows.entries()) {
      if (key(row['tier'] ?? '') !== tier) continue;
      const line = index + 2;
      const name = (row['name'] ?? '').trim();
      const parent = byName.get(key((row['parent'] ?? '').trim() || borough.name));
      if (idOf(name) === '') fault(line, 'The place has no name.');
      else if (byName.has(key(name))) fault(line, `There are two places named “${name}”.`);
      else if (parent === undefined) fault(line, `“${name}” lies in “${row['parent']}”, which is not in the list above it.`);
      else {
        const place: Place = {
          id: freeId(idOf(name), places) as PlaceId,
          tier,
          name,
          tierName: (row['tier_name'] ?? '').trim() || tier,
          parentId: parent.id,
          onsCode: codeOf(row['ons_code'] ?? '', line, faults, 'places'),
          about: (row['about'] ?? '').trim(),
        };
        places.push(place);
        byName.set(key(name), place);
      }
    }
  }
  for (const [index, row] of rows.entries()) {
    const tier = key(row['tier'] ?? '');
    if (!(TIERS.slice(1) as readonly Tier[]).includes(tier as Tier))
      fault(index + 2, `The tier is “${row['tier'] ?? ''}”; it must be neighbourhood or ward.`);
  }
  return { borough, places };
}

function planOrganisations(rows: readonly Row[], faults: RowFault[]): Organisation[] {
  const organisations: Organisation[] = [];
  for (const [index, row] of rows.entries()) {
    const fault = (message: string): void => void faults.push({ list: 'organisations', line: index + 2, message });
    const name = (row['name'] ?? '').trim();
    const kind = key(row['kind'] ?? '');
    if (!/^[a-z]/.test(idOf(name))) fault('The organisation needs a name that begins with a letter.');
    else if (organisations.some((other) => key(other.name) === key(name))) fault(`There are two organisations named “${name}”.`);
    else if (!(ORGANISATION_KINDS as readonly string[]).includes(kind))
      fault(`The kind is “${row['kind'] ?? ''}”; it must be ${ORGANISATION_KINDS.join(', ')}.`);
    else
      organisations.push({
        id: freeId(idOf(name), organisations) as OrganisationId,
        kind: kind as OrganisationKind,
        name,
        class: 'full',
        umbrella: false,
      });
  }
  return organisations;
}

function planAdministrator(
  { name, email }: SetUpAsked['administrator'],
  borough: Place,
  random: Random,
  faults: RowFault[],
): SetUp['administrator'] {
  const address = email.trim().toLowerCase();
  if (name.trim() === '') faults.push({ list: 'administrator', line: 1, message: 'The administrator needs a name.' });
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address))
    faults.push({ list: 'administrator', line: 1, message: `“${email}” is not an e-mail address.` });
  const person: Person = { id: randomId(random) as PersonId, name: name.trim(), demo: false };
  const capacity: Capacity = {
    id: `${person.id}.admin.${borough.id}` as CapacityId,
    personId: person.id,
    role: 'admin',
    organisationId: null,
    placeId: borough.id,
    label: 'administrator',
  };
  return { person, email: address, capacity };
}

/** ONS (GSS) codes: E05 a ward, E06 to E09 a local authority, E02 and E01 the areas below. */
function codeOf(given: string, line: number, faults: RowFault[], list: 'borough' | 'places'): string | null {
  const code = given.trim().toUpperCase();
  if (code === '') return null;
  if (!/^[EWNS]\d{8}$/.test(code)) faults.push({ list, line, message: `“${given}” is not an ONS code such as E05001234.` });
  return code;
}

/** `Radcliffe North and Ainsworth` → `radcliffe-north-and-ainsworth` */
function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f’']/g, '')
    .toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
}

function freeId(id: string, taken: readonly { readonly id: string }[]): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? id : `${id}-${n}`;
    if (!taken.some((other) => other.id === candidate)) return candidate;
  }
}

function key(text: string): string {
  return text.trim().toLowerCase();
}
