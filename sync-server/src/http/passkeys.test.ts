import { LINK_LIFETIME_MS } from '@ginnel/accounts/magic-links';
import { authenticator } from '@ginnel/accounts/testing/authenticator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, browser } from '../testing/browser.ts';
import { type DemoServer, demoServer, ORIGIN } from '../testing/demo-server.ts';

let server: DemoServer;
beforeAll(async () => void (server = await demoServer()));
afterAll(() => server.stop());

const post = async (who: Browser, path: string, body?: unknown) => await who.fetch(path, { method: 'POST', body });
const challengeAt = async (who: Browser, path: string) =>
  ((await (await post(who, path)).json()) as { options: { challenge: string } }).options.challenge;

describe('passkeys over HTTP', () => {
  it('are added to an account, listed, used to sign in, and taken away', async () => {
    const device = authenticator();
    const who = browser(server.address);
    await post(who, '/api/demo/sign-in', { person: 'sheila-entwistle' });
    const challenge = await challengeAt(who, '/api/me/passkeys/options');
    const added = await post(who, '/api/me/passkeys', { response: device.register({ challenge, origin: ORIGIN }), name: 'Old phone' });
    expect(added.status).toBe(201);
    await post(who, '/api/sign-out');

    const response = device.signIn({ challenge: await challengeAt(who, '/api/sign-in/passkey/options'), origin: ORIGIN });
    const signedIn = await post(who, '/api/sign-in/passkey', { response });
    expect(await signedIn.json()).toMatchObject({ person: { id: 'sheila-entwistle' } });
    const listed = (await (await who.fetch('/api/me/passkeys')).json()) as { passkeys: { id: string; name: string }[] };
    expect(listed.passkeys).toMatchObject([{ name: 'Old phone' }]);
    expect((await who.fetch(`/api/me/passkeys/${listed.passkeys[0]?.id}`, { method: 'DELETE' })).status).toBe(204);
    const again = device.signIn({ challenge: await challengeAt(who, '/api/sign-in/passkey/options'), origin: ORIGIN });
    expect(await (await post(who, '/api/sign-in/passkey', { response: again })).json()).toMatchObject({ kind: 'passkey-not-valid' });
  });

  it('are offered unasked, and that does not cut short a link that was asked for in the same browser', async () => {
    const who = browser(server.address);
    await post(who, '/api/sign-in/link', { email: 'sheila-entwistle@ginnel.example' });
    const secret = who.cookies.get('ginnel_browser');
    const offered = await post(who, '/api/sign-in/passkey/options');
    const kept = offered.headers.getSetCookie().find((each) => each.startsWith(`ginnel_browser=${secret};`)) ?? '';
    expect(Number(/Max-Age=(\d+)/.exec(kept)?.[1])).toBeGreaterThanOrEqual(LINK_LIFETIME_MS / 1000);
  });

  it('are not added by nobody', async () => {
    const who = browser(server.address);
    expect((await post(who, '/api/me/passkeys/options')).status).toBe(401);
    expect((await who.fetch('/api/me/passkeys')).status).toBe(401);
  });
});
