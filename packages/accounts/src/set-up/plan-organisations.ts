/** Organisations from a list, planned against those that there are. Changes nothing. */
import type { OrganisationId } from '@ginnel/base/ids';
import {
  MEMBERSHIP_CLASSES,
  type MembershipClass,
  ORGANISATION_KINDS,
  type Organisation,
  type OrganisationKind,
} from '@ginnel/domain/people';
import { changesOf, RowNotes, type RowReport } from './import-report.ts';
import { freeId, keyOf, organisationIdOf, sameName } from './names.ts';
import type { Headings, TableRow } from './read-table.ts';

/** `class` is full when empty; `umbrella` is yes or no. */
export const ORGANISATION_HEADINGS: Headings = { required: ['name', 'kind'], optional: ['class', 'umbrella'] };

export interface PlannedOrganisations {
  readonly rows: readonly RowReport[];
  readonly add: readonly Organisation[];
  readonly change: readonly { readonly before: Organisation; readonly after: Organisation }[];
}

export function planOrganisations(existing: readonly Organisation[], rows: readonly TableRow[]): PlannedOrganisations {
  const add: Organisation[] = [];
  const change: { before: Organisation; after: Organisation }[] = [];
  const seen = new Map<string, number>();
  const reports = rows.map(({ line, cells }): RowReport => {
    const { name = '', kind: kindGiven = '', class: classGiven = '', umbrella: umbrellaGiven = '' } = cells;
    const notes = new RowNotes(line);
    if (name === '') notes.bad('name', 'The organisation has no name.', 'Write its name.');
    const before = seen.get(keyOf(name));
    if (before !== undefined) notes.bad('name', `“${name}” stands in line ${before} already.`, 'Keep one of the two lines.');
    seen.set(keyOf(name), line);
    const kind = ORGANISATION_KINDS.find((each) => sameName(each, kindGiven));
    if (kind === undefined) notes.bad('kind', `The kind is “${kindGiven}”.`, `Write ${ORGANISATION_KINDS.join(', ')}.`);
    const joinedAs = MEMBERSHIP_CLASSES.find((each) => sameName(each, classGiven));
    if (joinedAs === undefined && classGiven !== '')
      notes.bad('class', `The class is “${classGiven}”.`, `Write ${MEMBERSHIP_CLASSES.join(', ')}, or leave it empty.`);
    if (!['', 'yes', 'no'].includes(keyOf(umbrellaGiven)))
      notes.bad('umbrella', `“${umbrellaGiven}” is neither yes nor no.`, 'Write yes or no.');
    const same = existing.find((each) => sameName(each.name, name));
    if (same !== undefined && kind !== undefined && same.kind !== kind) {
      notes.bad(
        'kind',
        `“${same.name}” is a ${same.kind} here.`,
        'An organisation does not change its kind: its people have roles that belong to it.',
      );
    }
    const isTaken = (id: string): boolean => [...existing, ...add].some((each) => each.id === id);
    const after: Organisation = {
      id: same?.id ?? (freeId(organisationIdOf(name, kind ?? 'group'), isTaken) as OrganisationId),
      kind: kind ?? ('group' satisfies OrganisationKind),
      name,
      class: joinedAs ?? same?.class ?? ('full' satisfies MembershipClass),
      umbrella: umbrellaGiven === '' ? (same?.umbrella ?? false) : sameName(umbrellaGiven, 'yes'),
    };
    const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
    const changes =
      same === undefined
        ? []
        : changesOf({ name: [same.name, name], class: [same.class, after.class], umbrella: [yesNo(same.umbrella), yesNo(after.umbrella)] });
    const report = notes.report(name, same === undefined ? 'new' : changes.length > 0 ? 'changed' : 'same', changes);
    if (report.state === 'new') add.push(after);
    if (report.state === 'changed' && same !== undefined) change.push({ before: same, after });
    return report;
  });
  return { rows: reports, add, change };
}
