/** Signing in by passkey (WebAuthn), by SimpleWebAuthn. The device checks its owner; we keep only the public key. */
import type { PersonId } from '@ginnel/base/ids';
import type { Clock } from '@ginnel/base/ports';
import type { Person } from '@ginnel/domain/people';
import * as rows from '@ginnel/store/relational/passkeys';
import { hasAnyIdentity } from '@ginnel/store/relational/identities';
import { findEmail, findPerson } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { hashOf } from './secrets.ts';

export const CHALLENGE_LIFETIME_MS = 5 * 60_000;

/** EdDSA, ES256, RS256 (COSE): what devices have. The library's own list names experimental ones too. */
const ALGORITHMS = [-8, -7, -257];

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly usedAtMs: number | null;
}

export interface Passkeys {
  registrationOptions(person: Person, browser: string): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** `null`: the answer does not fit the challenge, the site or the browser, or the device did not check its owner. */
  register(
    person: Person,
    answer: { readonly response: unknown; readonly name: string; readonly browser: string },
  ): Promise<Passkey | null>;
  signInOptions(browser: string): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** `null`: as above, or the passkey is not known, or was copied (its counter went back). */
  signIn(answer: { readonly response: unknown; readonly browser: string }): Promise<Person | null>;
  list(personId: PersonId): Promise<readonly Passkey[]>;
  /** `last-way-in`: without it the person could never sign in again, having neither an address nor a provider. */
  remove(personId: PersonId, id: string): Promise<'removed' | 'not-found' | 'last-way-in'>;
  sweep(): Promise<void>;
}

export interface PasskeysOptions {
  readonly db: Relational;
  readonly clock: Clock;
  readonly origin: string;
  /** For the journal: why an answer did not fit. */
  readonly report: (what: string, error: unknown) => void;
}

type Purpose = 'register' | 'sign-in';

export function passkeys({ db, clock, origin, report }: PasskeysOptions): Passkeys {
  const rpID = new URL(origin).hostname;

  async function give(challenge: string, browser: string, purpose: Purpose): Promise<void> {
    const expiresAtMs = clock.nowMs() + CHALLENGE_LIFETIME_MS;
    await rows.addChallenge(db, { challenge, browser_hash: hashOf(browser), purpose, expires_at_ms: expiresAtMs });
  }
  const expected = (browser: string, purpose: Purpose) => ({
    expectedChallenge: (challenge: string) =>
      rows.takeChallenge(db, { challenge, browser_hash: hashOf(browser), purpose, nowMs: clock.nowMs() }),
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
  });

  return {
    async registrationOptions(person, browser) {
      const known = await rows.listPasskeys(db, person.id);
      const options = await generateRegistrationOptions({
        rpName: 'Ginnel',
        rpID,
        userName: person.name,
        userID: new TextEncoder().encode(person.id),
        attestationType: 'none',
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: known.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      await give(options.challenge, browser, 'register');
      return options;
    },

    async register(person, { response, name, browser }) {
      const info = await fitting(async () => {
        const verified = await verifyRegistrationResponse({
          response: response as RegistrationResponseJSON,
          ...expected(browser, 'register'),
          supportedAlgorithmIDs: ALGORITHMS,
        });
        return verified.verified ? verified.registrationInfo : null;
      });
      if (info === null || (await rows.findPasskey(db, info.credential.id)) !== null) return null;
      const { id, publicKey, counter, transports = [] } = info.credential;
      const createdAtMs = clock.nowMs();
      await rows.addPasskey(db, {
        id,
        person_id: person.id,
        public_key: Buffer.from(publicKey).toString('base64url'),
        counter,
        transports: transports.join(','),
        name,
        created_at_ms: createdAtMs,
        used_at_ms: null,
      });
      return { id, name, createdAtMs, usedAtMs: null };
    },

    async signInOptions(browser) {
      // No list of passkeys: the device knows its own, and nobody learns who has one here.
      const options = await generateAuthenticationOptions({ rpID, userVerification: 'required', allowCredentials: [] });
      await give(options.challenge, browser, 'sign-in');
      return options;
    },

    async signIn({ response, browser }) {
      const id = (response as { readonly id?: unknown } | null)?.id;
      const passkey = typeof id === 'string' ? await rows.findPasskey(db, id) : null;
      if (passkey === null) return null;
      const info = await fitting(async () => {
        const credential = {
          id: passkey.id,
          publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
          counter: passkey.counter,
          transports: passkey.transports.split(',').filter((each) => each !== '') as AuthenticatorTransport[],
        };
        const verified = await verifyAuthenticationResponse({
          response: response as AuthenticationResponseJSON,
          ...expected(browser, 'sign-in'),
          credential,
        });
        return verified.verified ? verified.authenticationInfo : null;
      });
      if (info === null) return null;
      await rows.notePasskeyUse(db, passkey.id, { counter: info.newCounter, atMs: clock.nowMs() });
      return await findPerson(db, passkey.person_id);
    },

    async list(personId) {
      const known = await rows.listPasskeys(db, personId);
      return known.map(({ id, name, created_at_ms, used_at_ms }) => ({ id, name, createdAtMs: created_at_ms, usedAtMs: used_at_ms }));
    },
    remove: (personId, id) =>
      db.transaction().execute(async (tx) => {
        const known = await rows.listPasskeys(tx, personId);
        if (!known.some((passkey) => passkey.id === id)) return 'not-found';
        if (known.length === 1 && !(await hasOtherWayIn(tx, personId))) return 'last-way-in';
        await rows.removePasskey(tx, personId, id);
        return 'removed';
      }),
    sweep: () => rows.removeOldChallenges(db, clock.nowMs()),
  };

  /** The library throws for every answer that does not fit. */
  async function fitting<T>(verify: () => Promise<T | null>): Promise<T | null> {
    try {
      return await verify();
    } catch (error) {
      report('an answer to a passkey challenge does not fit', error);
      return null;
    }
  }
}

async function hasOtherWayIn(tx: Relational, personId: PersonId): Promise<boolean> {
  return (await findEmail(tx, personId)) !== null || (await hasAnyIdentity(tx, personId));
}
