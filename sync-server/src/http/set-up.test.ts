import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '@ginnel/api/client';
import { browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

const PLACES = 'name,tier,parent,ons_code\r\nWest,township,,\r\nElton,ward,West,E05000708\r\n';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const draft = (places = PLACES, email = 'tess@example.org') => ({
  borough: { name: 'Bury', onsCode: 'E08000002', tierNames: { neighbourhood: 'township' } },
  places: { name: 'places.csv', bytes: base64(places) },
  organisations: { name: 'groups.csv', bytes: base64('name,kind\nVCFA,group\n') },
  administrator: { name: 'Tess', email },
});

let server: DemoServer;
let secret: string;
beforeEach(async () => {
  server = await demoServer({ GINNEL_DEMO: '0' });
  secret = server.setUpAddress?.split('#')[1] ?? '';
});
afterEach(() => server.stop());

const setUp = (path: string, init: { method?: string; body?: unknown; as?: string } = {}) =>
  browser(server.address).fetch(`/api/set-up${path}`, {
    method: init.method ?? 'POST',
    body: init.body,
    headers: { 'ginnel-set-up': init.as ?? secret },
  });

describe('an empty installation', () => {
  it('is set up by whoever holds the secret of the terminal, who is then its administrator', async () => {
    expect(server.setUpAddress).toMatch(/\/set-up#[\w-]{43}$/);
    expect(await server.api.setUpNeeded()).toEqual({ ok: true, value: { needed: true, mail: false } });
    expect((await setUp('/draft', { method: 'PUT', body: draft() })).status).toBe(204);
    const tess = browser(server.address);
    const done = await tess.fetch('/api/set-up/finish', { method: 'POST', body: { by: 'passkey' }, headers: { 'ginnel-set-up': secret } });
    expect(await done.json()).toEqual({ done: true, faults: [] });
    expect(await (await tess.fetch('/api/me')).json()).toMatchObject({
      person: { name: 'Tess' },
      capacities: [{ role: 'admin', placeId: 'bury' }],
    });
    const places = await server.api.places();
    expect(places.ok && places.value.places.map(({ name, tierName }) => [name, tierName])).toEqual([
      ['Bury', 'borough'],
      ['West', 'township'],
      ['Elton', 'ward'],
    ]);
    const audit = await server.api.audit();
    expect(audit.ok && audit.value.entries.map(({ command }) => command)).toEqual(['installation.set-up']);
  });

  it('is not taken by a stranger: without the secret, with another, or once it is done', async () => {
    for (const as of ['x'.repeat(43), secret.slice(1)]) {
      for (const path of ['/open', '/finish'])
        expect((await setUp(path, { as, body: path === '/finish' ? { by: 'passkey' } : undefined })).status).toBe(403);
    }
    expect((await browser(server.address).fetch('/api/set-up/open', { method: 'POST' })).status).toBe(400);
    await setUp('/draft', { method: 'PUT', body: draft() });
    expect((await setUp('/finish', { body: { by: 'passkey' } })).status).toBe(200);
    for (const [path, body] of [
      ['/finish', { by: 'passkey' }],
      ['/open', undefined],
    ] as const) {
      expect((await setUp(path, { body })).status).toBe(409);
    }
    const people = await createApi({ origin: server.address }).audit();
    expect(people.ok && people.value.entries).toHaveLength(1);
  });

  it('guesses at the secret are counted', async () => {
    const tries = await Promise.all(Array.from({ length: 210 }, () => setUp('/open', { as: 'x'.repeat(43) })));
    expect(tries.map(({ status }) => status)).toContain(429);
  });

  it('keeps the draft, so that set-up is taken up where it was left', async () => {
    await setUp('/draft', { method: 'PUT', body: draft() });
    expect(await (await setUp('/open')).json()).toEqual({ draft: draft() });
  });

  it('is set up whole or not at all: a bad row is named with its step, line and column', async () => {
    const places = `${PLACES}Nowhere,parish,,\r\n`;
    const preview = await setUp('/preview', { body: { list: 'places', borough: draft().borough, file: base64(places) } });
    expect(await preview.json()).toMatchObject({ rows: [{ state: 'new' }, { state: 'new' }, { state: 'bad', line: 4 }] });
    await setUp('/draft', { method: 'PUT', body: draft(places, 'nobody') });
    expect(await (await setUp('/finish', { body: { by: 'link' } })).json()).toMatchObject({
      done: false,
      faults: [
        { step: 'places', line: 4, column: 'tier' },
        { step: 'administrator', column: 'email' },
      ],
    });
    expect(await server.api.places()).toEqual({ ok: true, value: { places: [] } });
    await setUp('/draft', { method: 'PUT', body: draft() });
    expect(await (await setUp('/finish', { body: { by: 'link' } })).json()).toMatchObject({ done: true });
  });
});

describe('two set-ups that race', () => {
  const ofBorough = (name: string, email: string) => ({ ...draft(PLACES, email), borough: { ...draft().borough, name } });

  it('leave one borough with one administrator, whole; whoever was late is told so and signed in nowhere', async () => {
    const names = ['Bury', 'Bolton', 'Wigan', 'Salford', 'Oldham', 'Rochdale'];
    await setUp('/draft', { method: 'PUT', body: ofBorough('Kept', 'kept@example.org') });
    const racing = names.map(async (name) => {
      const who = browser(server.address);
      const body = { by: 'passkey', draft: ofBorough(name, `${name.toLowerCase()}@example.org`) };
      const answer = await who.fetch('/api/set-up/finish', { method: 'POST', body, headers: { 'ginnel-set-up': secret } });
      return { name, who, status: answer.status };
    });
    const late = names.map((name) => setUp('/draft', { method: 'PUT', body: ofBorough(name, 'late@example.org') }));
    const done = await Promise.all(racing);
    await Promise.all(late);
    expect(done.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409, 409]);
    const places = await server.api.places();
    const winner = done.find(({ status }) => status === 200);
    expect(places.ok && places.value.places.map(({ name }) => name)).toEqual([winner?.name, 'West', 'Elton']);
    for (const { name, who } of done) {
      const me = (await (await who.fetch('/api/me')).json()) as { capacities: readonly { label: string }[] };
      expect([name, me.capacities.length]).toEqual([name, name === winner?.name ? 1 : 0]);
    }
    const audit = await server.api.audit();
    expect(audit.ok && audit.value.entries.map(({ command }) => command)).toEqual(['installation.set-up']);
  });

  it('leave no draft behind with somebody’s address, and no secret', async () => {
    await setUp('/draft', { method: 'PUT', body: draft() });
    const late = () => Array.from({ length: 10 }, () => setUp('/draft', { method: 'PUT', body: draft(PLACES, 'late@example.org') }));
    await Promise.all([...late(), setUp('/finish', { body: { by: 'link' } }), ...late()]);
    const left: unknown[] = [];
    await server.stop((folder) => {
      const db = new DatabaseSync(join(folder, 'ginnel.sqlite'));
      left.push(
        ...db.prepare('select name from set_up_draft').all(),
        ...db.prepare("select name from installation_secret where name = 'set-up'").all(),
      );
      db.close();
    });
    server = await demoServer({ GINNEL_DEMO: '0' });
    expect(left).toEqual([]);
  });
});

describe('an installation that is set up', () => {
  it('prints no secret', async () => {
    const demo = await demoServer();
    expect([demo.setUpAddress, await demo.api.setUpNeeded()]).toEqual([null, { ok: true, value: { needed: false, mail: false } }]);
    await demo.stop();
  });
});
