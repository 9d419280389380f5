import { randomBytes } from 'node:crypto';
import type { Place } from '@ginnel/domain/places';
import { describe, expect, it } from 'vitest';
import { planOrganisations } from './plan-organisations.ts';
import { planPlaces } from './plan-places.ts';
import { planSetUp, type SetUpAsked } from './plan-set-up.ts';
import { type Headings, readTable } from './read-table.ts';
import { writeTable } from './write-table.ts';

const HEADINGS: Headings = { required: ['name'], optional: ['about'] };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const TIERS = { borough: 'borough', neighbourhood: 'township', ward: 'ward' };

describe('a list', () => {
  it.each([
    ['UTF-8', bytes('name,about\nCaffè,x\n')],
    ['UTF-8', bytes('\uFEFFname,about\r\nCaffè,x\r\n')],
    ['UTF-8', bytes('Name;About\r\nCaffè;x\r\n')],
    ['UTF-8', bytes('name\tabout\nCaffè\tx\n')],
    ['Windows-1252', new Uint8Array([...bytes('name;about\r\nCaff'), 0xe8, ...bytes(';x\r\n')])],
    ['UTF-16', new Uint8Array(Buffer.from('\uFEFFname\tabout\r\nCaffè\tx\r\n', 'utf16le'))],
  ])('is read as %s whichever way its program separates cells', (encoding, file) => {
    expect(readTable(file, HEADINGS)).toMatchObject({
      ok: true,
      value: { encoding, rows: [{ line: 2, cells: { name: 'Caffè', about: 'x' } }] },
    });
  });

  it('keeps the line numbers of a spreadsheet across empty lines and cells with breaks in them', () => {
    const read = readTable(bytes('name,about\n\nOne,"a\nb"\n,\nTwo,\n'), HEADINGS);
    expect(read.ok && read.value.rows.map(({ line, cells }) => [line, cells['name'], cells['about']])).toEqual([
      [3, 'One', 'a b'],
      [5, 'Two', ''],
    ]);
  });

  it.each([
    ['', /empty/],
    ['PK\u0003\u0004', /workbook/],
    ['na\u0000me', /not a text file/],
    ['title\nx\n', /no column “name”/],
    ['name,name\nx,y\n', /two columns/],
    ['name\n', /nothing below/],
    ['name,about\nA,b,c\n', /3 cells/],
    ['name\n"A\n', /quotation mark/],
  ])('that cannot be read says why and how to mend it: %j', (text, said) => {
    const read = readTable(bytes(text), HEADINGS);
    expect(read.ok ? '' : read.error.what).toMatch(said);
    expect(read.ok ? '' : read.error.mend).not.toBe('');
  });

  it('that is written has no cell that a spreadsheet takes for a formula, and is read back as it was', () => {
    const names = ['=1+1', '+44 161', '-x', '@sum', 'plain, with "signs"', 'one; two'];
    const written = writeTable(
      ['name'],
      names.map((name) => [name]),
    );
    for (const line of written.slice(1).split('\r\n')) expect(line).not.toMatch(/^"?[=+\-@\t]/);
    const read = readTable(bytes(written), HEADINGS);
    expect(read.ok && read.value.rows.map(({ cells }) => cells['name'])).toEqual(names);
  });
});

const BURY: Place = {
  id: 'bury' as Place['id'],
  tier: 'borough',
  name: 'Bury',
  tierName: 'borough',
  parentId: null,
  onsCode: null,
  about: '',
};
const rowsOf = (text: string, headings: Headings) => {
  const read = readTable(bytes(text), headings);
  if (!read.ok) throw new Error(read.error.what);
  return read.value.rows;
};
const PLACES: Headings = { required: ['name', 'tier'], optional: ['parent', 'ons_code', 'tier_name', 'about'] };

describe('places from a list', () => {
  const places = (text: string, existing: readonly Place[] = [BURY]) => planPlaces(existing, rowsOf(text, PLACES), TIERS);
  const LIST = 'name,tier,parent,ons_code\nElton,ward,West,E05000708\nWest,township,,\n';

  it('may come in any order, and use the words of the borough for its tiers', () => {
    const { add, rows } = places(LIST);
    expect(rows.map(({ state }) => state)).toEqual(['new', 'new']);
    expect(add.map(({ id, parentId, tierName }) => [id, parentId, tierName])).toEqual([
      ['west', 'bury', 'township'],
      ['elton', 'west', 'ward'],
    ]);
  });

  it('change nothing the second time', () => {
    const all = [BURY, ...places(LIST).add];
    const again = places(LIST, all);
    expect([again.add, again.change, again.rows.map(({ state }) => state)]).toEqual([[], [], ['same', 'same']]);
  });

  it('are renamed by their ONS code, and the report says from what to what', () => {
    const all = [BURY, ...places(LIST).add];
    const { rows, change } = places('name,tier,parent,ons_code\nElton and Brandlesholme,ward,West,e05000708\n', all);
    expect(rows).toMatchObject([{ state: 'changed', changes: [{ column: 'name', from: 'Elton', to: 'Elton and Brandlesholme' }] }]);
    expect(change.map(({ after }) => after.id)).toEqual(['elton']);
  });

  it.each([
    ['Elton,ward,Nowhere,', 'parent', /not in the list/],
    ['Elton,ward,,E5', 'ons_code', /not an ONS code/],
    ['Elton,parish,,', 'tier', /“parish”/],
    [',ward,,', 'name', /no name/],
    ['Bury,ward,,', 'tier', /is a borough/],
    ['Other,borough,,', 'tier', /one borough already/],
    ['A,ward,,E05000001\nB,ward,,E05000001', 'ons_code', /another line/],
    ['A,ward,,\na,ward,,', 'name', /line 2 already/],
    ['A,ward,,\nB,neighbourhood,A,', 'parent', /“A” is a ward itself/],
  ])('that do not fit are named by line and column: %j', (lines, column, said) => {
    const faults = places(`name,tier,parent,ons_code\n${lines}\n`).rows.flatMap((row) => row.faults);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ column, line: lines.split('\n').length + 1, what: expect.stringMatching(said) as string });
  });
});

describe('organisations from a list', () => {
  const plan = (text: string, existing = planOrganisations([], []).add) => {
    return planOrganisations(existing, rowsOf(text, { required: ['name', 'kind'], optional: ['class', 'umbrella'] }));
  };

  it('say what they joined as, and change nothing the second time', () => {
    const text = 'name,kind,class,umbrella\nVCFA,group,full,yes\nCafé,Business,associate,\n';
    const { add } = plan(text);
    expect(add).toMatchObject([
      { id: 'vcfa', class: 'full', umbrella: true },
      { id: 'cafe', kind: 'business', class: 'associate', umbrella: false },
    ]);
    expect(plan(text, add)).toMatchObject({ add: [], change: [], rows: [{ state: 'same' }, { state: 'same' }] });
  });

  it('do not change their kind, and are called by one name once', () => {
    const { add } = plan('name,kind\nVCFA,group\n');
    expect(plan('name,kind\nvcfa,service\n', add).rows[0]?.faults[0]?.what).toMatch(/is a group here/);
    expect(plan('name,kind\nA,group\na,group\n').rows[1]?.faults[0]?.column).toBe('name');
  });
});

describe('set-up', () => {
  const asked: SetUpAsked = {
    borough: { name: 'Bury', onsCode: 'E08000002', tierNames: { neighbourhood: 'township' } },
    places: bytes('name,tier\nWest,township\n'),
    organisations: null,
    administrator: { name: 'Tess', email: 'Tess@Example.org' },
  };

  it('is planned whole: the borough first, an address in lower case', () => {
    const planned = planSetUp(asked, random);
    expect(planned).toMatchObject({
      ok: true,
      value: { places: [{ id: 'bury', onsCode: 'E08000002' }, { id: 'west' }], administrator: { email: 'tess@example.org' } },
    });
  });

  it('names the faults of every step at once', () => {
    const planned = planSetUp({ ...asked, borough: { ...asked.borough, name: ' ' }, administrator: { name: '', email: 'x' } }, random);
    expect(planned.ok ? [] : planned.error.map(({ step, column }) => [step, column])).toEqual([
      ['borough', 'name'],
      ['administrator', 'name'],
      ['administrator', 'email'],
    ]);
  });
});
