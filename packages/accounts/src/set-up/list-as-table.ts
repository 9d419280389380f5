/** A list as it stands, in the columns in which it is taken in: edited and imported again, it changes what was edited and nothing else. */
import { partiesOf } from '@ginnel/store/relational/imports';
import { emailOf } from '@ginnel/store/relational/handovers';
import { registerOf } from '@ginnel/store/relational/people';
import { listOrganisations, listPlaces } from '@ginnel/store/relational/places';
import type { Relational } from '@ginnel/store/relational/tables';
import type { ImportList } from './import-report.ts';
import { ORGANISATION_HEADINGS } from './plan-organisations.ts';
import { dayIn, PEOPLE_HEADINGS } from './plan-people.ts';
import { PLACE_HEADINGS } from './plan-places.ts';
import { writeTable } from './write-table.ts';

export async function listAsTable(db: Relational, list: ImportList, atMs: number): Promise<string> {
  const places = await listPlaces(db);
  const placeNameOf = (id: string | null): string => places.find((place) => place.id === id)?.name ?? '';
  switch (list) {
    case 'places': {
      const rows = places.map(({ name, tier, parentId, onsCode, tierName, about }) => [
        name,
        tier,
        placeNameOf(parentId),
        onsCode ?? '',
        tierName,
        about,
      ]);
      return writeTable(headingsOf(PLACE_HEADINGS), rows);
    }
    case 'organisations': {
      const all = await listOrganisations(db);
      return writeTable(
        headingsOf(ORGANISATION_HEADINGS),
        all.map(({ name, kind, class: joinedAs, umbrella }) => [name, kind, joinedAs, umbrella ? 'yes' : 'no']),
      );
    }
    case 'people': {
      const organisations = new Map((await listOrganisations(db)).map(({ id, name }) => [id as string, name]));
      const register = (await registerOf(db, atMs)).filter(({ capacity }) => capacity.held === undefined && capacity.within === undefined);
      const parties = await partiesOf(
        db,
        register.map(({ capacity }) => capacity.id),
      );
      const rows: string[][] = [];
      for (const { person, capacity, term } of register) {
        const email = await emailOf(db, person.id);
        if (email === null) continue; // cannot be matched again
        const organisation = organisations.get(capacity.organisationId ?? '') ?? '';
        rows.push([
          person.name,
          email,
          capacity.role,
          organisation,
          placeNameOf(capacity.placeId),
          '',
          dayIn(term.untilMs),
          parties.get(capacity.id) ?? '',
        ]);
      }
      return writeTable(headingsOf(PEOPLE_HEADINGS), rows);
    }
  }
}

function headingsOf({ required, optional }: { required: readonly string[]; optional: readonly string[] }): string[] {
  return [...required, ...optional];
}
