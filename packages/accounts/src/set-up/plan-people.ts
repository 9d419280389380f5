/** People with their roles from a list, planned against those that there are. Changes nothing; nobody is renamed by a list. */
import type { Capacity, Organisation, Person, Role } from '@ginnel/domain/people';
import { PLACE_ROLES, ROLES } from '@ginnel/domain/people';
import type { Place } from '@ginnel/domain/places';
import { ORGANISATION_ROLES } from '../commands/policy.ts';
import { type RowReport, RowNotes } from './import-report.ts';
import { sameName } from './names.ts';
import type { Headings, TableRow } from './read-table.ts';

/** `from` and `until` are days; until is the last one. `party` is a councillor's, kept for the balance only. */
export const PEOPLE_HEADINGS: Headings = {
  required: ['name', 'email', 'role'],
  optional: ['organisation', 'place', 'from', 'until', 'party'],
};

export interface KnownPerson {
  readonly person: Person;
  readonly held: readonly { readonly capacity: Capacity; readonly untilMs: number | null; readonly party: string }[];
}

export interface PlannedRole {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation: Organisation | null;
  readonly place: Place;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly party: string;
}

export interface PlannedPeople {
  readonly rows: readonly RowReport[];
  readonly add: readonly PlannedRole[];
  readonly change: readonly {
    readonly capacity: Capacity;
    readonly before: number | null;
    readonly after: number | null;
    readonly party: string;
  }[];
}

export interface PeopleAround {
  readonly places: readonly Place[];
  readonly organisations: readonly Organisation[];
  /** By address in lower case. */
  readonly known: ReadonlyMap<string, KnownPerson>;
  readonly atMs: number;
}

export function planPeople({ places, organisations, known, atMs }: PeopleAround, rows: readonly TableRow[]): PlannedPeople {
  const add: PlannedRole[] = [];
  const change: PlannedPeople['change'][number][] = [];
  const seen = new Map<string, number>();
  const borough = places.find(({ tier }) => tier === 'borough');
  const reports = rows.map(({ line, cells }): RowReport => {
    const { name = '', email: given = '', role: roleGiven = '', organisation: org = '', place: placeGiven = '', party = '' } = cells;
    const notes = new RowNotes(line);
    const email = given.toLowerCase();
    if (name === '') notes.bad('name', 'The person has no name.', 'Write their name.');
    if (name.length > 100) notes.bad('name', 'The name is longer than 100 characters.', 'Shorten it.');
    if (!isEmail(email)) notes.bad('email', `“${given}” is not an e-mail address.`, 'Write an address such as name@example.org.');
    const role = ROLES.find((each) => each === roleGiven.toLowerCase().replace(/\s+/g, '-'));
    const organisation = org === '' ? null : (organisations.find((each) => sameName(each.name, org) || each.id === org) ?? null);
    const place =
      placeGiven === '' ? borough : places.find((each) => sameName(each.name, placeGiven) || each.onsCode === placeGiven.toUpperCase());
    if (org !== '' && organisation === null)
      notes.bad('organisation', `There is no organisation “${org}”.`, 'Import it first, or write its name as it stands.');
    if (place === undefined)
      notes.bad('place', `There is no place “${placeGiven}”.`, 'Import it first, or write its name or ONS code as it stands.');
    const roles: readonly Role[] = organisation === null ? PLACE_ROLES : ORGANISATION_ROLES[organisation.kind];
    if (role === undefined || !roles.includes(role)) {
      const whose = organisation === null ? 'without an organisation' : `for a ${organisation.kind}`;
      notes.bad('role', `“${roleGiven}” is not a role ${whose}.`, `Write ${roles.join(', ')}.`);
    }
    if (party !== '' && role !== 'councillor') notes.bad('party', 'A party is kept for councillors only.', 'Leave the cell empty.');
    const fromMs = dayOf('from', cells['from'] ?? '', notes);
    const lastDayMs = dayOf('until', cells['until'] ?? '', notes);
    const untilMs = lastDayMs === null ? null : lastDayMs + DAY_MS;
    if (untilMs !== null && untilMs <= Math.max(atMs, fromMs ?? 0))
      notes.bad('until', 'The term is over already.', 'Write a day to come, or leave it empty.');
    const key = [email, role, organisation?.id, place?.id].join(' ');
    const before = seen.get(key);
    if (before !== undefined)
      notes.bad('role', `The same role for the same person stands in line ${before}.`, 'Keep one of the two lines.');
    seen.set(key, line);
    const held = known.get(email)?.held.find(({ capacity }) => {
      return (
        capacity.role === role &&
        capacity.placeId === place?.id &&
        capacity.organisationId === (organisation?.id ?? null) &&
        capacity.held === undefined &&
        capacity.within === undefined
      );
    });
    const termChanges = held !== undefined && untilMs !== null && held.untilMs !== untilMs;
    const partyChanges = held !== undefined && party !== '' && held.party !== party;
    const changes = [
      ...(termChanges ? [{ column: 'until', from: dayIn(held.untilMs), to: dayIn(untilMs) }] : []),
      ...(partyChanges ? [{ column: 'party', from: held.party, to: party }] : []),
    ];
    const report = notes.report(name, held === undefined ? 'new' : changes.length > 0 ? 'changed' : 'same', changes);
    if (report.state === 'new' && role !== undefined && place !== undefined)
      add.push({ email, name, role, organisation, place, fromMs, untilMs, party });
    if (report.state === 'changed' && held !== undefined) {
      change.push({
        capacity: held.capacity,
        before: held.untilMs,
        after: termChanges ? untilMs : held.untilMs,
        party: partyChanges ? party : '',
      });
    }
    return report;
  });
  return { rows: reports, add, change };
}

const DAY_MS = 24 * 3_600_000;

export function isEmail(address: string): boolean {
  return address.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address);
}

/** `2027-03-31` or `31/03/2027`, as midnight UTC. */
function dayOf(column: string, given: string, notes: RowNotes): number | null {
  if (given === '') return null;
  const [, d, m, y] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(given) ?? [];
  const [, year = y, month = m, day = d] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(given) ?? [];
  const atMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isDay = Number.isFinite(atMs) && new Date(atMs).getUTCDate() === Number(day) && new Date(atMs).getUTCMonth() === Number(month) - 1;
  if (isDay) return atMs;
  notes.bad(column, `“${given}” is not a day.`, 'Write it as 2027-03-31 or 31/03/2027.');
  return null;
}

/** The last day of a term. */
export function dayIn(untilMs: number | null): string {
  return untilMs === null ? '' : new Date(untilMs - DAY_MS).toISOString().slice(0, 10);
}
