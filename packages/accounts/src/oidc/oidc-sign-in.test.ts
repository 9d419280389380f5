import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addOidcSession } from '@ginnel/store/relational/oidc-sessions';
import { type ForgingProvider, type Forgery, forgingProvider } from '../testing/forging-provider.ts';
import { AMINA, people, type People } from '../testing/people.ts';
import { CLIENT, type RealProvider, realProvider } from '../testing/real-provider.ts';
import { ATTEMPT_LIFETIME_MS, type OidcSignIn, oidcSignIn } from './oidc-sign-in.ts';
import { isTwoFactor } from './second-factor.ts';

const ORIGIN = 'https://ginnel.example';
const BROWSER = 'browser-one';
const CALLBACK = `${ORIGIN}/api/sign-in/oidc/council/callback`;
const AT_COUNCIL = { sub: 'u-1', email: 'Amina@example.org', emailVerified: true, amr: ['pwd', 'otp'] };

let parts: People;
let real: RealProvider;
let forging: ForgingProvider;
let signIn: OidcSignIn;
let journal: unknown[];
beforeAll(async () => {
  [real, forging] = await Promise.all([realProvider(CALLBACK), forgingProvider(CLIENT.clientSecret)]);
});
afterAll(() => Promise.all([real.close(), forging.close()]));
beforeEach(async () => {
  parts = await people();
  real.account = AT_COUNCIL;
  journal = [];
  const common = { ...CLIENT, domains: ['example.org'], acr: null };
  const providers = [
    { ...common, id: 'council', label: 'Bury Council', issuer: real.issuer },
    { ...common, id: 'police', label: 'Police', issuer: forging.issuer },
    { ...common, id: 'nhs', label: 'NHS', issuer: 'http://127.0.0.1:1' },
  ];
  signIn = oidcSignIn({ ...parts, origin: ORIGIN, providers, report: (_what, error) => journal.push(error) });
});
afterEach(() => parts.close());

async function start(provider = 'council', destination = '/documents/x'): Promise<URL> {
  const started = await signIn.start(provider, { browser: BROWSER, destination });
  if (!started.ok) throw new Error(started.error);
  return started.value;
}

describe('signing in at a real OpenID provider', () => {
  it('recognises somebody by verified address the first time, by subject from then on, and leads back', async () => {
    const callback = await real.visit(await start());
    expect(await signIn.finish('council', { callback, browser: BROWSER })).toEqual({
      ok: true,
      value: { person: AMINA, destination: '/documents/x', at: { issuer: real.issuer, subject: 'u-1', sid: expect.any(String) as string } },
    });
    real.account = { ...AT_COUNCIL, email: 'renamed@elsewhere.org', emailVerified: false };
    const again = await real.visit(await start());
    expect(await signIn.finish('council', { callback: again, browser: BROWSER })).toMatchObject({ ok: true, value: { person: AMINA } });
    expect(journal).toEqual([]);
  });

  it('answers one callback once', async () => {
    const callback = await real.visit(await start());
    await signIn.finish('council', { callback, browser: BROWSER });
    expect(await signIn.finish('council', { callback, browser: BROWSER })).toEqual({ ok: false, error: 'not-valid' });
  });

  it.each([
    ['another browser', { browser: 'browser-two' }],
    ['no browser', { browser: null }],
  ])('does nothing in %s', async (_what, came) => {
    const callback = await real.visit(await start());
    expect(await signIn.finish('council', { callback, ...came })).toEqual({ ok: false, error: 'not-valid' });
  });

  it('does nothing with another state, another code, an error, or after its time', async () => {
    const changed = async (change: (url: URL) => void): Promise<URL> => {
      const callback = await real.visit(await start());
      change(callback);
      return callback;
    };
    const callbacks = [
      await changed((url) => url.searchParams.set('state', 'made-up')),
      await changed((url) => url.searchParams.delete('state')),
      await changed((url) => url.searchParams.set('code', 'made-up')),
      await changed((url) => url.searchParams.set('error', 'access_denied')),
      await changed((url) => url.searchParams.set('iss', 'https://evil.test')),
    ];
    for (const callback of callbacks)
      expect(await signIn.finish('council', { callback, browser: BROWSER })).toEqual({ ok: false, error: 'not-valid' });
    const late = await real.visit(await start());
    parts.clock.move(ATTEMPT_LIFETIME_MS);
    expect(await signIn.finish('council', { callback: late, browser: BROWSER })).toEqual({ ok: false, error: 'not-valid' });
  });

  it('asks for a second factor', async () => {
    real.account = { ...AT_COUNCIL, amr: ['pwd'] };
    const callback = await real.visit(await start());
    expect(await signIn.finish('council', { callback, browser: BROWSER })).toEqual({ ok: false, error: 'second-factor' });
  });

  it.each([
    ['an address that is not verified', { emailVerified: false }],
    ['an address outside the provider’s domains', { email: 'amina@gmail.example' }],
    ['an address of nobody here', { email: 'nobody@example.org' }],
  ])('does not recognise anyone by %s', async (_what, change) => {
    real.account = { ...AT_COUNCIL, ...change };
    const callback = await real.visit(await start());
    expect(await signIn.finish('council', { callback, browser: BROWSER })).toEqual({ ok: false, error: 'not-known' });
  });

  it('does not let a second account of a provider take over a person who has one there', async () => {
    await signIn.finish('council', { callback: await real.visit(await start()), browser: BROWSER });
    real.account = { ...AT_COUNCIL, sub: 'u-2' };
    const callback = await real.visit(await start());
    expect(await signIn.finish('council', { callback, browser: BROWSER })).toEqual({ ok: false, error: 'not-known' });
  });

  it.each(['https://evil.test/', '//evil.test', '/\\evil.test', 'javascript:alert(1)'])('never leads to %s', async (destination) => {
    const callback = await real.visit(await start('council', destination));
    expect(await signIn.finish('council', { callback, browser: BROWSER })).toMatchObject({ ok: true, value: { destination: '/' } });
  });

  it('says so when a provider is not there or not known', async () => {
    expect(await signIn.start('army', { browser: BROWSER, destination: '/' })).toEqual({ ok: false, error: 'not-known' });
    expect(await signIn.start('nhs', { browser: BROWSER, destination: '/' })).toEqual({ ok: false, error: 'provider-down' });
  });
});

describe('an ID token', () => {
  const good = (nonce: string) => {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: forging.issuer,
      aud: CLIENT.clientId,
      sub: 'p-1',
      nonce,
      iat: now,
      exp: now + 60,
      amr: ['mfa'],
      email: 'amina@example.org',
      email_verified: true,
    };
  };

  async function finishWith(forgery: (nonce: string) => Forgery, { iss = forging.issuer, provider = 'police' } = {}) {
    const url = await start('police');
    forging.nonce = url.searchParams.get('nonce') ?? '';
    forging.next = forgery;
    const callback = new URL(CALLBACK);
    callback.searchParams.set('code', 'x');
    callback.searchParams.set('state', url.searchParams.get('state') ?? '');
    callback.searchParams.set('iss', iss);
    return await signIn.finish(provider, { callback, browser: BROWSER });
  }

  it('that fits signs in', async () => {
    expect(await finishWith((nonce) => ({ claims: good(nonce) }))).toMatchObject({ ok: true, value: { person: AMINA } });
  });

  const forgeries: [string, (nonce: string) => Forgery][] = [
    ['of another issuer', (nonce) => ({ claims: { ...good(nonce), iss: 'https://evil.test' } })],
    ['for another audience', (nonce) => ({ claims: { ...good(nonce), aud: 'another-client' } })],
    ['with another nonce', (nonce) => ({ claims: { ...good(nonce), nonce: 'replayed' } })],
    ['without a nonce', (nonce) => ({ claims: { ...good(nonce), nonce: undefined } })],
    ['that has run out', (nonce) => ({ claims: { ...good(nonce), exp: 1 } })],
    ['without a signature', (nonce) => ({ claims: good(nonce), algorithm: 'none' })],
    ['signed with our own secret instead of the provider’s key', (nonce) => ({ claims: good(nonce), algorithm: 'HS256' })],
    ['signed with another key', (nonce) => ({ claims: good(nonce), otherKey: true })],
  ];
  it.each(forgeries)('%s is refused', async (_what, forgery) => {
    expect(await finishWith(forgery)).toEqual({ ok: false, error: 'not-valid' });
  });

  it('that one provider issued for another’s sign-in is refused', async () => {
    expect(await finishWith((nonce) => ({ claims: good(nonce) }), { iss: real.issuer })).toEqual({ ok: false, error: 'not-valid' });
    expect(await finishWith((nonce) => ({ claims: good(nonce) }), { provider: 'council' })).toEqual({ ok: false, error: 'not-valid' });
  });
});

describe('two factors', () => {
  it('are seen from the methods of RFC 8176, or from what the provider calls them', () => {
    for (const amr of [['mfa'], ['pwd', 'otp'], ['pin', 'hwk'], ['pwd', 'mfa']]) expect(isTwoFactor({ amr }, null)).toBe(true);
    for (const amr of [undefined, [], 'mfa', ['pwd'], ['otp'], ['pwd', 'pwd'], [7]]) expect(isTwoFactor({ amr }, null)).toBe(false);
    expect(isTwoFactor({ acr: 'two-factor' }, 'two-factor')).toBe(true);
    expect(isTwoFactor({ acr: 'one-factor', amr: ['mfa'] }, 'two-factor')).toBe(false);
  });
});

describe('a logout token', () => {
  const EVENT = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  let jti = 0;
  const sign = (forgery: Forgery) => forging.sign({ typ: 'logout+jwt', ...forgery });
  const good = (): Record<string, unknown> => {
    return {
      iss: forging.issuer,
      aud: CLIENT.clientId,
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 60,
      jti: `j-${(jti += 1)}`,
      events: EVENT,
      sub: 'p-1',
    };
  };
  const add = (handle: string, change: { subject?: string; sid?: string; issuer?: string } = {}) =>
    addOidcSession(parts.db, {
      handle,
      person_id: AMINA.id,
      issuer: forging.issuer,
      subject: 'p-1',
      sid: 's-1',
      created_at_ms: 0,
      ...change,
    });

  it('that fits ends the sessions of its subject or of its one sign-in there, and no others', async () => {
    await add('a');
    await add('b', { sid: 's-2' });
    await add('c', { subject: 'p-2', sid: 's-3' });
    await add('d', { issuer: real.issuer });
    expect(await signIn.logout('police', sign({ claims: { ...good(), sid: 's-2' } }))).toEqual([{ personId: AMINA.id, handle: 'b' }]);
    expect(await signIn.logout('police', sign({ claims: good() }))).toEqual([{ personId: AMINA.id, handle: 'a' }]);
    const { sub: _sub, ...withoutSubject } = good();
    expect(await signIn.logout('police', sign({ claims: { ...withoutSubject, sid: 's-3' } }))).toMatchObject([{ handle: 'c' }]);
    expect(await parts.db.selectFrom('oidc_session').select('handle').execute()).toEqual([{ handle: 'd' }]);
  });

  it('counts once', async () => {
    const token = sign({ claims: good() });
    expect(await signIn.logout('police', token)).toEqual([]);
    await add('a');
    expect(await signIn.logout('police', token)).toBeNull();
    const same = sign({ claims: { ...good(), jti: 'again' } });
    expect(
      (await Promise.all([signIn.logout('police', same), signIn.logout('police', same)])).filter((ended) => ended !== null),
    ).toHaveLength(1);
  });

  const bad: [string, () => Forgery][] = [
    ['of another issuer', () => ({ claims: { ...good(), iss: 'https://evil.test' } })],
    ['for another audience', () => ({ claims: { ...good(), aud: 'another-client' } })],
    ['of the type of other tokens', () => ({ claims: good(), typ: 'JWT' })],
    ['that is old', () => ({ claims: { ...good(), iat: Math.floor(Date.now() / 1000) - 600 } })],
    ['that has run out', () => ({ claims: { ...good(), exp: 1 } })],
    ['without its event', () => ({ claims: { ...good(), events: {} } })],
    ['without events', () => ({ claims: { ...good(), events: undefined } })],
    ['with a nonce, as ID tokens have', () => ({ claims: { ...good(), nonce: 'x' } })],
    ['without jti', () => ({ claims: { ...good(), jti: undefined } })],
    ['without iat', () => ({ claims: { ...good(), iat: undefined } })],
    ['about nobody', () => ({ claims: { ...good(), sub: undefined } })],
    ['of no type at all', () => ({ claims: good(), typ: '' })],
    ['of a type that only begins like it', () => ({ claims: good(), typ: 'logout+jwt; x' })],
    ['that will never run out', () => ({ claims: { ...good(), exp: undefined } })],
    ['from the future', () => ({ claims: { ...good(), iat: Math.floor(Date.now() / 1000) + 600 } })],
    ['that is not yet valid', () => ({ claims: { ...good(), nbf: Math.floor(Date.now() / 1000) + 600 } })],
    ['for us and for somebody else', () => ({ claims: { ...good(), aud: [CLIENT.clientId, 'another-client'] } })],
    ['for nobody', () => ({ claims: { ...good(), aud: [] } })],
    ['with another event', () => ({ claims: { ...good(), events: { 'http://schemas.openid.net/event/other': {} } } })],
    ['whose event is a list', () => ({ claims: { ...good(), events: { [Object.keys(EVENT)[0] as string]: [] } } })],
    ['whose event is text', () => ({ claims: { ...good(), events: { [Object.keys(EVENT)[0] as string]: 'yes' } } })],
    ['whose events are a list', () => ({ claims: { ...good(), events: [EVENT] } })],
    ['with an empty nonce', () => ({ claims: { ...good(), nonce: '' } })],
    ['with null for a nonce', () => ({ claims: { ...good(), nonce: null } })],
    ['with a number for jti', () => ({ claims: { ...good(), jti: 7 } })],
    ['with a number for its subject, and somebody’s sign-in', () => ({ claims: { ...good(), sub: 7, sid: 's-1' } })],
    ['with an empty subject, and somebody’s sign-in', () => ({ claims: { ...good(), sub: '', sid: 's-1' } })],
    ['with a list for its sign-in', () => ({ claims: { ...good(), sid: ['s-1'] } })],
    ['without a signature', () => ({ claims: good(), algorithm: 'none' })],
    ['signed with our own secret', () => ({ claims: good(), algorithm: 'HS256' })],
    ['signed with another key', () => ({ claims: good(), otherKey: true })],
  ];
  it.each(bad)('%s ends nothing', async (_what, forgery) => {
    await add('a');
    expect(await signIn.logout('police', sign(forgery()))).toBeNull();
    expect(await parts.db.selectFrom('oidc_session').selectAll().execute()).toHaveLength(1);
  });

  it('sent to another provider’s address, or no token at all, ends nothing', async () => {
    await add('a');
    for (const [provider, token] of [
      ['council', sign({ claims: good() })],
      ['army', sign({ claims: good() })],
      ['police', 'x'],
    ] as const) {
      expect(await signIn.logout(provider, token)).toBeNull();
    }
  });
});
