import { CLIENT, type RealProvider, realProvider } from '@ginnel/accounts/testing/real-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
