import { once } from 'node:events';
import { join } from 'node:path';
import { CLIENT, type RealProvider, realProvider } from '@ginnel/accounts/testing/real-provider';
import { openForReading } from '@ginnel/store/sqlite/open-for-reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { browser } from '../testing/browser.ts';
import { type DemoServer, demoServer, ORIGIN } from '../testing/demo-server.ts';

let provider: RealProvider;
let server: DemoServer;
beforeAll(async () => {
  provider = await realProvider(`${ORIGIN}/api/sign-in/oidc/council/callback`);
  server = await demoServer({
    OIDC_COUNCIL_ISSUER: provider.issuer,
    OIDC_COUNCIL_CLIENT_ID: CLIENT.clientId,
    OIDC_COUNCIL_CLIENT_SECRET: CLIENT.clientSecret,
    OIDC_COUNCIL_LABEL: 'Bury Council',
    OIDC_COUNCIL_DOMAINS: 'ginnel.example',
  });
});
afterAll(async () => {
  await server.stop();
  await provider.close();
});

async function signInAs(email: string, amr: readonly string[]) {
  provider.account = { sub: `subject of ${email}`, email, emailVerified: true, amr };
  const who = browser(server.address);
  const start = await who.fetch('/api/sign-in/oidc/council?to=/documents/abc');
  const back = await provider.visit(new URL(start.headers.get('location') ?? ''));
  expect(back.origin + back.pathname).toBe(`${ORIGIN}/api/sign-in/oidc/council/callback`);
  const finish = await who.fetch(back.pathname + back.search);
  return { who, location: finish.headers.get('location'), start };
}

describe('signing in at a provider over HTTP', () => {
  it('is offered by name', async () => {
    expect(await server.api.providers()).toEqual({ ok: true, value: { providers: [{ id: 'council', label: 'Bury Council' }] } });
  });

  it('leads there and back, into a session of staff length, to where one came from', async () => {
    const { who, location, start } = await signInAs('imran-shah@ginnel.example', ['pwd', 'otp']);
    expect(start.status).toBe(303);
    expect(location).toBe('/documents/abc');
    expect(await (await who.fetch('/api/me')).json()).toMatchObject({ person: { id: 'imran-shah' } });
    expect(who.cookies.get('ginnel_session')).toMatch(/^s_/);
  });

  it('leads to the sign-in page with the reason when it does not succeed', async () => {
    expect((await signInAs('imran-shah@ginnel.example', ['pwd'])).location).toBe('/sign-in?problem=second-factor');
    expect((await signInAs('stranger@ginnel.example', ['mfa'])).location).toBe('/sign-in?problem=not-known');
    const who = browser(server.address);
    expect((await who.fetch('/api/sign-in/oidc/council/callback?code=x&state=y')).headers.get('location')).toBe(
      '/sign-in?problem=not-valid',
    );
    expect((await who.fetch('/api/sign-in/oidc/army')).headers.get('location')).toBe('/sign-in?problem=not-known');
    expect(who.cookies.has('ginnel_session')).toBe(false);
  });
});

describe('a provider that ends a sign-in', () => {
  it('ends the sessions that began by it and closes their documents within five seconds; others go on', async () => {
    const { who } = await signInAs('imran-shah@ginnel.example', ['pwd', 'otp']);
    const sid = await newestSid();
    const { who: elsewhere } = await signInAs('imran-shah@ginnel.example', ['pwd', 'otp']);
    const listed = await server.api.documents();
    const id = listed.ok ? listed.value.documents[0]?.id : '';
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync/${id}`, 'ginnel.v1', {
      headers: { cookie: `ginnel_session=${who.cookies.get('ginnel_session')}`, origin: ORIGIN },
    });
    await once(socket, 'message');
    const closed = once(socket, 'close', { signal: AbortSignal.timeout(5_000) });
    const signIn = { sub: 'subject of imran-shah@ginnel.example', sid, uri: `${server.address}/api/sign-in/oidc/council/logout` };
    await provider.endSignIn(signIn);
    expect(((await closed) as [number])[0]).toBe(4401);
    expect(await (await who.fetch('/api/me')).json()).toMatchObject({ person: null });
    expect(await (await elsewhere.fetch('/api/me')).json()).toMatchObject({ person: { id: 'imran-shah' } });
    expect(await (await elsewhere.fetch('/api/me/sign-ins')).text()).toContain('provider-ended');
  });

  it('is not taken at its word without its signature', async () => {
    const { who } = await signInAs('imran-shah@ginnel.example', ['pwd', 'otp']);
    const body = new URLSearchParams({ logout_token: `${btoa('{"alg":"none"}')}.${btoa('{"sub":"x"}')}.` });
    expect((await fetch(`${server.address}/api/sign-in/oidc/council/logout`, { method: 'POST', body })).status).toBe(400);
    expect(await (await who.fetch('/api/me')).json()).toMatchObject({ person: { id: 'imran-shah' } });
  });
});

async function newestSid(): Promise<string> {
  const opened = openForReading(join(server.folder, 'ginnel.sqlite'));
  const row = await opened.db.selectFrom('oidc_session').select('sid').orderBy('created_at_ms', 'desc').limit(1).executeTakeFirstOrThrow();
  await opened.close();
  return row.sid ?? '';
}
