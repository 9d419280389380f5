/** First-run set-up, planned: a borough, its places and organisations from lists, and the first administrator. Changes nothing. */
import type { CapacityId, PersonId, PlaceId } from '@ginnel/base/ids';
import { randomId, type Random } from '@ginnel/base/ports';
import { err, ok, type Result } from '@ginnel/base/result';
import type { Capacity, Organisation, Person } from '@ginnel/domain/people';
import type { Place, Tier } from '@ginnel/domain/places';
import { faultsOf, type ImportReport } from './import-report.ts';
import { idOf } from './names.ts';
import { ORGANISATION_HEADINGS, planOrganisations } from './plan-organisations.ts';
import { isEmail } from './plan-people.ts';
import { isOnsCode, PLACE_HEADINGS, planPlaces } from './plan-places.ts';
import { type Fault, readTable } from './read-table.ts';

export interface SetUpAsked {
  readonly borough: {
    readonly name: string;
    readonly onsCode: string;
    readonly tierNames: Readonly<Partial<Record<Tier, string | undefined>>>;
  };
  /** The bytes of a file; `null` when there is none. */
  readonly places: Uint8Array | null;
  readonly organisations: Uint8Array | null;
  readonly administrator: { readonly name: string; readonly email: string };
}

export interface SetUp {
  readonly places: readonly Place[];
  readonly organisations: readonly Organisation[];
  readonly administrator: { readonly person: Person; readonly email: string; readonly capacity: Capacity };
}

/** What does not fit, and on which step. */
export interface SetUpFault extends Fault {
  readonly step: 'borough' | 'places' | 'organisations' | 'administrator';
}

/** All faults are named at once; with any of them nothing is set up. */
export function planSetUp(asked: SetUpAsked, random: Random): Result<SetUp, readonly SetUpFault[]> {
  const borough = boroughOf(asked.borough);
  const places = placesReport(asked.borough, asked.places);
  const organisations = organisationsReport(asked.organisations);
  const faults = [
    ...boroughFaults(asked.borough),
    ...faultsOf(places.report).map((fault) => ({ step: 'places' as const, ...fault })),
    ...faultsOf(organisations.report).map((fault) => ({ step: 'organisations' as const, ...fault })),
    ...administratorFaults(asked.administrator),
  ];
  if (faults.length > 0) return err(faults);
  const person: Person = { id: randomId(random) as PersonId, name: asked.administrator.name.trim(), demo: false };
  const capacity: Capacity = {
    id: `${person.id}.admin.${borough.id}` as CapacityId,
    personId: person.id,
    role: 'admin',
    organisationId: null,
    placeId: borough.id,
    label: 'administrator',
  };
  const email = asked.administrator.email.trim().toLowerCase();
  return ok({ places: [borough, ...places.add], organisations: organisations.add, administrator: { person, email, capacity } });
}

export function placesReport(
  borough: SetUpAsked['borough'],
  file: SetUpAsked['places'],
): { readonly report: ImportReport; readonly add: readonly Place[] } {
  if (file === null) return { report: emptyReport('places'), add: [] };
  const table = readTable(file, PLACE_HEADINGS);
  if (!table.ok) return { report: { ...emptyReport('places'), faults: [table.error] }, add: [] };
  const { rows, add } = planPlaces([boroughOf(borough)], table.value.rows, tierNamesOf(borough.tierNames));
  return { report: { list: 'places', encoding: table.value.encoding, ignored: table.value.ignored, rows, faults: [] }, add };
}

export function organisationsReport(file: SetUpAsked['organisations']): {
  readonly report: ImportReport;
  readonly add: readonly Organisation[];
} {
  if (file === null) return { report: emptyReport('organisations'), add: [] };
  const table = readTable(file, ORGANISATION_HEADINGS);
  if (!table.ok) return { report: { ...emptyReport('organisations'), faults: [table.error] }, add: [] };
  const { rows, add } = planOrganisations([], table.value.rows);
  return { report: { list: 'organisations', encoding: table.value.encoding, ignored: table.value.ignored, rows, faults: [] }, add };
}

export function emptyReport(list: ImportReport['list']): ImportReport {
  return { list, encoding: null, ignored: [], rows: [], faults: [] };
}

export function boroughFaults({ name, onsCode }: SetUpAsked['borough']): SetUpFault[] {
  const faults: SetUpFault[] = [];
  const bad = (column: string, what: string, mend: string): void => void faults.push({ step: 'borough', line: 1, column, what, mend });
  if (idOf(name) === '') bad('name', 'The borough needs a name.', 'Write its name.');
  if (onsCode.trim() !== '' && !isOnsCode(onsCode.trim().toUpperCase()))
    bad('ons_code', `“${onsCode}” is not an ONS code.`, 'Write nine characters such as E08000002, or leave it empty.');
  return faults;
}

export function administratorFaults({ name, email }: SetUpAsked['administrator']): SetUpFault[] {
  const faults: SetUpFault[] = [];
  const bad = (column: string, what: string, mend: string): void =>
    void faults.push({ step: 'administrator', line: 1, column, what, mend });
  if (name.trim() === '') bad('name', 'The administrator needs a name.', 'Write your name.');
  if (email.trim() === '') bad('email', 'The administrator needs an e-mail address.', 'Write your address.');
  else if (!isEmail(email.trim().toLowerCase()))
    bad('email', `“${email}” is not an e-mail address.`, 'Write an address such as name@example.org.');
  return faults;
}

function boroughOf({ name, onsCode, tierNames }: SetUpAsked['borough']): Place {
  return {
    id: idOf(name) as PlaceId,
    tier: 'borough',
    name: name.trim(),
    tierName: tierNamesOf(tierNames).borough,
    parentId: null,
    onsCode: onsCode.trim() === '' ? null : onsCode.trim().toUpperCase(),
    about: '',
  };
}

function tierNamesOf(given: Readonly<Partial<Record<Tier, string | undefined>>>): Record<Tier, string> {
  const named = (tier: Tier): string => given[tier]?.trim() || tier;
  return { borough: named('borough'), neighbourhood: named('neighbourhood'), ward: named('ward') };
}
