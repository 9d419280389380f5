import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const PEOPLE =
  'name;email;role;organisation;place;until;party\r\n' +
  'Nadia Rahman;Nadia@Example.org;officer;Libraries;;;\r\n' +
  'Sam Pike;sam@example.org;councillor;;Elton West;2030-05-07;Independent\r\n';
const PLACES = 'name,tier,parent,ons_code\nElton West,ward,North,E05999001\n';

describe('a list', () => {
  it('is taken in whole, once: the same list again changes nothing and has nothing to take back', async () => {
    const tom = await server.as('tom-hargreaves');
    const first = await tom.importList('places', base64(PLACES));
    expect(first).toMatchObject({ ok: true, value: { importId: expect.any(String) as string, report: { rows: [{ state: 'new' }] } } });
    const again = await tom.importList('places', base64(PLACES));
    expect(again).toMatchObject({ ok: true, value: { importId: null, report: { rows: [{ state: 'same' }] } } });
    const imports = await tom.imports();
    expect(imports.ok && imports.value.imports).toHaveLength(1);
  });

  it('with one bad line is not taken in at all, and the preview names line, column and how to mend it', async () => {
    const tom = await server.as('tom-hargreaves');
    const list = base64(`${PLACES}Nowhere,ward,Atlantis,\n`);
    const preview = await tom.previewImport('places', list);
    expect(preview).toMatchObject({
      value: {
        rows: [{ state: 'new' }, { state: 'bad', faults: [{ line: 3, column: 'parent', mend: expect.stringMatching(/\S/) as string }] }],
      },
    });
    expect(await tom.importList('places', list)).toMatchObject({ ok: false, error: { kind: 'wrong-state' } });
    const places = await server.api.places();
    expect(places.ok && places.value.places.map(({ name }) => name)).not.toContain('Elton West');
  });

  it('gives people their roles, who sign in and have them; a party is a number in the register and nowhere else', async () => {
    const tom = await server.as('tom-hargreaves');
    await tom.importList('places', base64(PLACES));
    const done = await tom.importList('people', base64(PEOPLE));
    expect(done).toMatchObject({ ok: true, value: { report: { rows: [{ state: 'new' }, { state: 'new' }] } } });
    const members = await tom.members('libraries');
    expect(members.ok && members.value.members.map(({ person }) => person.name)).toContain('Nadia Rahman');
    const register = await tom.administration();
    expect(register.ok && register.value.balance).toEqual([{ party: 'Independent', councillors: 1 }]);
    const others = await Promise.all([tom.members('libraries'), tom.me(), server.api.audit(), server.api.places()]);
    expect(JSON.stringify(others)).not.toContain('Independent');
    expect(await tom.importList('people', base64(PEOPLE))).toMatchObject({ value: { importId: null } });
  });

  it('that was pasted together loses what cannot be seen, so that the address is one that somebody can sign in with', async () => {
    const tom = await server.as('tom-hargreaves');
    await tom.importList(
      'people',
      base64('name,email,role,place\n\u202eSam\u200b Pike,sam@example.org\u200b,resident,Radcliffe\u00a0West\n'),
    );
    const exported = await fetch(`${server.address}/api/exports/people`, { headers: { authorization: `Bearer ${tom.token}` } });
    expect(await exported.text()).toContain('Sam Pike,sam@example.org,resident,,Radcliffe West,');
  });

  it('is taken back while nothing depends on it, and not after', async () => {
    const tom = await server.as('tom-hargreaves');
    const places = await tom.importList('places', base64(PLACES));
    const people = await tom.importList('people', base64(PEOPLE));
    const [placesId, peopleId] = [places, people].map((each) => (each.ok ? (each.value.importId ?? '') : ''));
    expect(await tom.undoImport(placesId ?? '')).toMatchObject({ ok: false, error: { kind: 'wrong-state' } });
    expect((await tom.undoImport(peopleId ?? '')).ok).toBe(true);
    expect((await tom.undoImport(placesId ?? '')).ok).toBe(true);
    expect(await tom.undoImport(placesId ?? '')).toMatchObject({ ok: false, error: { kind: 'wrong-state' } });
    const now = await server.api.places();
    expect(now.ok && now.value.places.map(({ name }) => name)).not.toContain('Elton West');
    expect((await tom.importList('places', base64(PLACES))).ok).toBe(true);
  });

  it('that was given out and taken in again changes nothing', async () => {
    const tom = await server.as('tom-hargreaves');
    for (const list of ['places', 'organisations', 'people'] as const) {
      const response = await fetch(`${server.address}/api/exports/${list}`, { headers: { authorization: `Bearer ${tom.token}` } });
      expect(response.headers.get('content-type')).toMatch(/text\/csv/);
      const again = await tom.importList(list, Buffer.from(await response.arrayBuffer()).toString('base64'));
      expect([list, again.ok && again.value.importId]).toEqual([list, null]);
    }
  });

  it.each(['amina-hussain', 'jo-kowalski', 'imran-shah', 'helen-brooks', 'ruth-ogden', 'maureen-clegg'])(
    'is not for %s',
    async (person) => {
      const api = await server.as(person);
      const refused = { ok: false, error: { kind: 'not-allowed' } };
      expect(await api.previewImport('places', base64(PLACES))).toMatchObject(refused);
      expect(await api.importList('places', base64(PLACES))).toMatchObject(refused);
      expect(await api.imports()).toMatchObject(refused);
      expect((await fetch(`${server.address}/api/exports/people`, { headers: { authorization: `Bearer ${api.token}` } })).status).toBe(403);
    },
  );
});
