import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeEach(async () => void (server = await demoServer()));
afterEach(() => server.stop());

const DAY_MS = 24 * 3_600_000;
const NOT_ALLOWED = { ok: false, error: { kind: 'not-allowed' } };
const untilMs = Date.now() + 30 * DAY_MS;
const thisMonth = (): string => new Date().toISOString().slice(0, 7);

/** Names by the answer of a list; what came instead, when it was refused. */
async function namesFor(asking: ReturnType<Awaited<ReturnType<DemoServer['as']>>['people']>): Promise<unknown> {
  const answer = await asking;
  return answer.ok ? answer.value.people.map(({ person }) => person.name) : answer.error.kind;
}

describe('the list of people', () => {
  it('gives an administrator everybody of their places by name, with what they hold, and the month of their last sign-in', async () => {
    const tom = await server.as('tom-hargreaves');
    const list = await tom.people({});
    if (!list.ok) throw new Error(list.error.title);
    const names = list.value.people.map(({ person }) => person.name);
    expect(names).toEqual([...names].sort());
    expect(names).toContain('Amina Hussain');
    const amina = list.value.people.find(({ person }) => person.id === 'amina-hussain');
    expect(amina).toMatchObject({ lastSignedIn: null });
    const stands = { state: 'stands', untilMs: null, may: { end: true, handOver: true } };
    expect(amina?.held).toMatchObject([
      { capacity: { label: 'works in Radcliffe East' }, ...stands },
      { capacity: { label: 'resident of Radcliffe West' }, ...stands },
    ]);
    expect(list.value.people.find(({ person }) => person.id === 'tom-hargreaves')?.lastSignedIn).toBe(thisMonth());
    expect(JSON.stringify(list.value)).not.toContain('@');
  });

  it.each(['amina-hussain', 'jo-kowalski', 'ruth-ogden', 'helen-brooks', 'nadia-rahman', 'maureen-clegg', 'imran-shah'])(
    'is not for %s, who administers nothing',
    async (person) => {
      expect(await (await server.as(person)).people({})).toMatchObject(NOT_ALLOWED);
    },
  );

  it('is not for anybody who is signed out, nor for whoever administers one session only', async () => {
    expect(await server.api.people({})).toMatchObject({ error: { kind: 'signed-out' } });
    const tom = await server.as('tom-hargreaves');
    const documents = await tom.documents({ place: 'west' });
    const documentId = documents.ok ? (documents.value.documents[0]?.id ?? '') : '';
    expect((await tom.grantInPlace('west', { whom: { personId: 'yusuf-patel' }, role: 'admin', documentId, untilMs })).ok).toBe(true);
    expect(await (await server.as('yusuf-patel')).people({})).toMatchObject(NOT_ALLOWED);
  });

  it('of an administrator of a ward has nobody, no role and no invitation of other places', async () => {
    const tom = await server.as('tom-hargreaves');
    await tom.grantInPlace('radcliffe-west', { whom: { personId: 'maureen-clegg' }, role: 'admin' });
    await tom.invite({ email: 'far@example.org', name: 'Far Away', role: 'resident', placeId: 'prestwich' });
    await tom.invite({ email: 'near@example.org', name: 'Near By', role: 'resident', placeId: 'radcliffe-west' });
    const list = await (await server.as('maureen-clegg')).people({});
    if (!list.ok) throw new Error(list.error.title);
    expect(list.value.places).toEqual(['radcliffe-west']);
    const held = list.value.people.flatMap((each) => each.held.map(({ capacity }) => capacity.placeId));
    expect(new Set(held)).toEqual(new Set(['radcliffe-west']));
    expect(list.value.people.map(({ person }) => person.name)).toEqual(['Amina Hussain', 'Jo Kowalski', 'Maureen Clegg']);
    expect(list.value.invited.map(({ name }) => name)).toEqual(['Near By']);
    const prestwich = await (await server.as('maureen-clegg')).people({ place: 'prestwich' });
    expect(prestwich).toMatchObject({ value: { people: [], invited: [] } });
  });

  it('of an administrator who is kept away from a place says nothing of it', async () => {
    const tom = await server.as('tom-hargreaves');
    await tom.grantInPlace('west', { whom: { personId: 'maureen-clegg' }, role: 'admin' });
    const removal = { placeId: 'radcliffe-west', reason: 'abuse', words: 'For the test', untilMs: null } as const;
    expect((await tom.removePerson('maureen-clegg', removal)).ok).toBe(true);
    const list = await (await server.as('maureen-clegg')).people({});
    expect(list.ok && list.value.places).not.toContain('radcliffe-west');
    expect(await namesFor((await server.as('maureen-clegg')).people({ name: 'Amina', place: 'radcliffe-west' }))).toEqual([]);
  });

  it('finds by part of the shown name, by role and by place; a sign that a database reads otherwise is a sign', async () => {
    const tom = await server.as('tom-hargreaves');
    expect(await namesFor(tom.people({ name: 'hUSS' }))).toEqual(['Amina Hussain']);
    expect(await namesFor(tom.people({ role: 'system-leader' }))).toEqual(['Ruth Ogden']);
    expect(await namesFor(tom.people({ place: 'prestwich' }))).toEqual(['Ben Tattersall']);
    await tom.grantInPlace('besses', { whom: { email: 'l@example.org', name: 'Łukasz Zoë' }, role: 'resident' });
    for (const name of ['łuk', 'ŁUK', 'zoë', 'ZOË', 'Łukasz Z']) expect(await namesFor(tom.people({ name }))).toEqual(['Łukasz Zoë']);
    for (const name of ['%', '_', '!']) expect(await namesFor(tom.people({ name }))).toEqual([]);
  });

  it('knows a protected name by the shown one only, whoever asks; what an inviter called them is not shown', async () => {
    const [tom, helen] = await Promise.all([server.as('tom-hargreaves'), server.as('helen-brooks')]);
    await tom.invite({ email: 'amina-hussain@ginnel.example', name: 'Amina Hussain', role: 'councillor', placeId: 'radcliffe-west' });
    expect((await helen.changeShownName('amina-hussain', { name: 'Robin', reason: 'At risk' })).ok).toBe(true);
    await tom.invite({ email: 'amina-hussain@ginnel.example', name: 'Amina Hussain', role: 'resident', placeId: 'prestwich' });
    expect(await namesFor(tom.people({ name: 'Hussain' }))).toEqual([]);
    const list = await tom.people({});
    const { people, invited } = list.ok ? list.value : { people: [], invited: [] };
    expect(people.find(({ person }) => person.id === 'amina-hussain')?.person.name).toBe('Robin');
    expect(JSON.stringify([people, invited])).not.toMatch(/Amina Hussain|guarded/);
    // Nothing tells a protected name from another one: whoever takes part already stands in invitations without any.
    await tom.invite({ email: 'sheila-entwistle@ginnel.example', name: 'Sheila', role: 'councillor', placeId: 'prestwich' });
    await tom.invite({ email: 'new@example.org', name: 'Somebody New', role: 'councillor', placeId: 'prestwich' });
    const later = await tom.people({});
    expect(later.ok && later.value.invited.map(({ name }) => String(name)).sort()).toEqual(['Somebody New', 'null', 'null', 'null']);
    for (const name of ['Amina', 'Sheila', 'Robin']) expect(await tom.people({ name })).toMatchObject({ value: { invited: [] } });
    expect(await tom.people({ name: 'body n' })).toMatchObject({ value: { people: [], invited: [{ name: 'Somebody New' }] } });
  });

  it('keeps those whose roles have all ended apart, and leaves out who has left', async () => {
    const tom = await server.as('tom-hargreaves');
    const ended = await tom.endCapacity('maureen-clegg.councillor.radcliffe-west', { reason: 'The term is over' });
    expect(ended.ok).toBe(true);
    expect(await namesFor(tom.people({ name: 'Clegg' }))).toEqual([]);
    const list = await tom.people({ state: 'ended' });
    expect(list).toMatchObject({
      value: { people: [{ person: { name: 'Maureen Clegg' }, held: [{ state: 'ended', may: { end: false } }] }] },
    });
    expect((await (await server.as('ben-tattersall')).leave()).ok).toBe(true);
    expect(await namesFor(tom.people({ state: 'ended' }))).toEqual(['Maureen Clegg']);
  });

  it('comes in pieces that together have everybody once', async () => {
    const tom = await server.as('tom-hargreaves');
    const rows = Array.from({ length: 120 }, (_, i) => `Same Name,same${i}@example.org,resident,Prestwich,`).join('\n');
    const file = Buffer.from(`name,email,role,place,until\n${rows}\n`).toString('base64');
    expect(await tom.importList('people', file)).toMatchObject({ ok: true });
    const seen: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const piece = await tom.people({ after });
      if (!piece.ok) throw new Error(piece.error.title);
      expect(piece.value.people.length).toBeLessThanOrEqual(50);
      seen.push(...piece.value.people.map(({ person }) => person.id));
      after = piece.value.after;
    }
    expect(seen.length).toBe(new Set(seen).size);
    expect(seen.length).toBe(135);
  });
});
