import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHALLENGE_LIFETIME_MS, type Passkeys, passkeys } from './passkeys.ts';
import { authenticator, type Authenticator } from './testing/authenticator.ts';
import { AMINA, people, type People } from './testing/people.ts';

const ORIGIN = 'https://ginnel.example';
const BROWSER = 'browser-one';

let parts: People;
let keys: Passkeys;
let device: Authenticator;
beforeEach(async () => {
  parts = await people();
  device = authenticator();
  keys = passkeys({ ...parts, origin: ORIGIN, report: () => undefined });
});
afterEach(() => parts.close());

async function register(change: { origin?: string; verified?: boolean; browser?: string } = {}) {
  const { challenge } = await keys.registrationOptions(AMINA, BROWSER);
  const response = device.register({ challenge, origin: ORIGIN, ...change });
  return await keys.register(AMINA, { response, name: 'Phone', browser: change.browser ?? BROWSER });
}

async function signIn(change: { origin?: string; verified?: boolean; browser?: string; challenge?: string } = {}) {
  const { challenge } = await keys.signInOptions(BROWSER);
  const response = device.signIn({ challenge, origin: ORIGIN, ...change });
  return await keys.signIn({ response, browser: change.browser ?? BROWSER });
}

describe('a passkey', () => {
  it('is registered and signs in whoever has it', async () => {
    expect(await register()).toMatchObject({ name: 'Phone', usedAtMs: null });
    expect(await signIn()).toEqual(AMINA);
    expect(await keys.list(AMINA.id)).toMatchObject([{ name: 'Phone', usedAtMs: parts.clock.nowMs() }]);
  });

  it('asks the device to check its owner, and names nobody to people who are not signed in', async () => {
    await register();
    expect(await keys.registrationOptions(AMINA, BROWSER)).toMatchObject({
      rp: { id: 'ginnel.example' },
      authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
    });
    const options = await keys.signInOptions(BROWSER);
    expect(options).toMatchObject({ userVerification: 'required', rpId: 'ginnel.example' });
    expect(options.allowCredentials ?? []).toEqual([]);
  });

  it.each([
    ['on another site', { origin: 'https://evil.test' }],
    ['in another browser', { browser: 'browser-two' }],
    ['by a device that did not check its owner', { verified: false }],
  ])('is neither registered nor used %s', async (_what, change) => {
    expect(await register(change)).toBeNull();
    await register();
    expect(await signIn(change)).toBeNull();
    expect(await signIn()).toEqual(AMINA);
  });

  it('answers each challenge once, within five minutes, and only for its purpose', async () => {
    await register();
    const { challenge } = await keys.signInOptions(BROWSER);
    expect(await signIn({ challenge })).toEqual(AMINA);
    expect(await signIn({ challenge })).toBeNull();
    const late = await keys.signInOptions(BROWSER);
    parts.clock.move(CHALLENGE_LIFETIME_MS);
    expect(await signIn({ challenge: late.challenge })).toBeNull();
    const other = await keys.registrationOptions(AMINA, BROWSER);
    expect(await signIn({ challenge: other.challenge })).toBeNull();
    expect(await signIn({ challenge: 'made-up' })).toBeNull();
  });

  it('that was copied is found out when its counter goes back', async () => {
    await register();
    await signIn();
    await signIn();
    device.counter = 0;
    expect(await signIn()).toBeNull();
  });

  it('of another device does not fit, and nonsense is nobody', async () => {
    const kept = await register();
    const thief = authenticator();
    const { challenge } = await keys.signInOptions(BROWSER);
    const forged = { ...thief.signIn({ challenge, origin: ORIGIN }), id: kept?.id, rawId: kept?.id };
    expect(await keys.signIn({ response: forged, browser: BROWSER })).toBeNull();
    for (const response of [null, {}, { id: 7 }, { id: kept?.id }, 'x'])
      expect(await keys.signIn({ response, browser: BROWSER })).toBeNull();
  });

  it('that is the last way in stays: whoever has neither an address nor a provider adds another first', async () => {
    const kept = await register();
    await parts.db.updateTable('person').set({ email: null }).where('id', '=', AMINA.id).execute();
    expect(await keys.remove(AMINA.id, kept?.id ?? '')).toBe('last-way-in');
    expect(await signIn()).toEqual(AMINA);
    const identity = { issuer: 'https://council.example', subject: 'u-1', person_id: AMINA.id, created_at_ms: 0 };
    await parts.db.insertInto('identity').values(identity).execute();
    expect(await keys.remove(AMINA.id, kept?.id ?? '')).toBe('removed');
  });

  it('is removed by its owner only', async () => {
    const kept = await register();
    expect(await keys.remove('jo-kowalski' as typeof AMINA.id, kept?.id ?? '')).toBe('not-found');
    expect(await keys.remove(AMINA.id, kept?.id ?? '')).toBe('removed');
    expect(await signIn()).toBeNull();
  });
});
