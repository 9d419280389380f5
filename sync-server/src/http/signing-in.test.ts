import type { DemoMail } from '@ginnel/api/schemas/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../demo/people.ts';
import { type Browser, browser } from '../testing/browser.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

let server: DemoServer;
beforeAll(async () => void (server = await demoServer()));
afterAll(() => server.stop());

const EMAIL = 'amina-hussain@ginnel.example';

async function letters(): Promise<readonly DemoMail[]> {
  const read = await server.api.demoMailbox();
  return read.ok ? read.value.messages : [];
}

/** Letters come a moment after the answer, and those about new devices come too. */
async function linkFor(who: Browser, email = EMAIL): Promise<string> {
  const before = (await letters()).map(({ id }) => id);
  const asked = await who.fetch('/api/sign-in/link', { method: 'POST', body: { email } });
  expect(asked.status).toBe(202);
  const tokens = async () =>
    (await letters())
      .filter(({ id, to }) => to === email && !before.includes(id))
      .flatMap(({ text }) => /sign-in\/link#([\w-]+)/.exec(text)?.[1] ?? []);
  await expect.poll(tokens, { interval: 5 }).not.toEqual([]);
  return (await tokens())[0] ?? '';
}

const confirm = (who: Browser, token: string) => who.fetch('/api/sign-in/link/confirm', { method: 'POST', body: { token } });
const me = async (who: Browser) => ((await (await who.fetch('/api/me')).json()) as { person: { id: string } | null }).person?.id ?? null;

describe('signing in by link over HTTP', () => {
  it('ends in a session that the browser carries, and signing out ends it for good', async () => {
    const amina = browser(server.address);
    const confirmed = await confirm(amina, await linkFor(amina));
    expect(await confirmed.json()).toMatchObject({ person: { id: 'amina-hussain', name: 'Amina Hussain' } });
    expect(confirmed.headers.getSetCookie()[0]).toMatch(/^ginnel_session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    expect(await me(amina)).toBe('amina-hussain');
    const kept = new Map(amina.cookies);
    expect((await amina.fetch('/api/sign-out', { method: 'POST' })).status).toBe(204);
    expect(amina.cookies.has('ginnel_session')).toBe(false);
    const thief = browser(server.address);
    for (const [name, value] of kept) thief.cookies.set(name, value);
    expect(await me(thief)).toBeNull();
  });

  it('does not work in another browser, and says no more than that', async () => {
    const [amina, other] = [browser(server.address), browser(server.address)];
    const token = await linkFor(amina);
    const refused = await confirm(other, token);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ kind: 'link-not-valid' });
    expect(await me(other)).toBeNull();
    expect((await confirm(amina, token)).status).toBe(200);
    expect((await confirm(amina, token)).status).toBe(400);
  });

  it('answers an unknown address as a known one: status, headers and body', async () => {
    const shapeOf = async (email: string) => {
      const response = await browser(server.address).fetch('/api/sign-in/link', { method: 'POST', body: { email } });
      const headers = [...response.headers]
        .filter(([name]) => name !== 'date')
        .map(([name, value]) => [name, value.replace(/=[\w-]{43};/, '=…;')]);
      return { status: response.status, headers, body: await response.text() };
    };
    expect(await shapeOf('nobody@ginnel.example')).toEqual(await shapeOf('sheila-entwistle@ginnel.example'));
  });

  it('ends the session that the browser had before, so that none is taken over', async () => {
    const who = browser(server.address);
    await who.fetch('/api/demo/sign-in', { method: 'POST', body: { person: 'jo-kowalski' } });
    const before = who.cookies.get('ginnel_session') ?? '';
    await confirm(who, await linkFor(who));
    expect(who.cookies.get('ginnel_session')).not.toBe(before);
    const old = browser(server.address);
    old.cookies.set('ginnel_session', before);
    expect(await me(old)).toBeNull();
  });
});

describe('requests that another site makes a browser send', () => {
  it.each(['https://evil.test', 'http://localhost:4401', 'http://127.0.0.1:4400', 'null'])(
    'with the origin %s do nothing',
    async (origin) => {
      const who = browser(server.address);
      await who.fetch('/api/demo/sign-in', { method: 'POST', body: { person: 'jo-kowalski' } });
      const body = { kind: 'plan', placeId: 'bury', title: 'Not mine' };
      const refused = await who.fetch('/api/documents', { method: 'POST', body, headers: { origin } });
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ kind: 'foreign-origin' });
      const signIn = await browser(server.address).fetch('/api/demo/sign-in', {
        method: 'POST',
        body: { person: 'jo-kowalski' },
        headers: { origin },
      });
      expect(signIn.status).toBe(403);
    },
  );
});

describe('the demo people', () => {
  it('are there in demo mode, each with capacities, and sign in with a token for programs', async () => {
    const listed = await server.api.demoPeople();
    expect(listed.ok && listed.value.people.length).toBe(PEOPLE.length);
    expect(listed.ok && listed.value.people[0]).toMatchObject({ id: 'amina-hussain', roles: ['resident'] });
    const imran = await server.as('imran-shah');
    expect(await imran.me()).toMatchObject({
      ok: true,
      value: { person: { id: 'imran-shah', demo: true }, capacities: [{ label: 'for Streets & Parks' }] },
    });
  });

  it('do not exist outside it', async () => {
    const real = await demoServer({ GINNEL_DEMO: '0' });
    const demoRoutes = [await real.api.demoPeople(), await real.api.demoSignIn('imran-shah'), await real.api.demoMailbox()];
    await real.stop();
    for (const answer of demoRoutes) expect(answer).toMatchObject({ ok: false, error: { kind: 'not-found', status: 404 } });
  });
});
