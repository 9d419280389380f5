/**
 * Signing in at an OpenID provider: authorisation code with PKCE, by `openid-client`. People are known by issuer and
 * subject; a second factor is the provider's affair, and is required.
 */
import type { PersonId } from '@ginnel/base/ids';
import type { Clock, Random } from '@ginnel/base/ports';
import { err, ok, type Result } from '@ginnel/base/result';
import type { Person } from '@ginnel/domain/people';
import * as rows from '@ginnel/store/relational/identities';
import { removeOrphanedOidcSessions, takeOidcSessions, useLogoutToken } from '@ginnel/store/relational/oidc-sessions';
import { findPerson, findPersonByEmail } from '@ginnel/store/relational/people';
import type { Relational } from '@ginnel/store/relational/tables';
import * as oidc from 'openid-client';
import { hashOf, randomToken, sameHash } from '../secrets.ts';
import { logoutTokenReader, type LogoutTokenReader, OLDEST_TOKEN_S } from './logout-token.ts';
import type { ProviderConfig } from './provider-config.ts';
import { isTwoFactor } from './second-factor.ts';

/** Signing in elsewhere, with a second factor, takes a while. */
export const ATTEMPT_LIFETIME_MS = 15 * 60_000;

export type OidcRefusal =
  /** Anything that does not fit: state, browser, issuer, audience, nonce, signature. Which it was is in the server's journal. */
  | 'not-valid'
  | 'second-factor'
  /** The provider knows them; we do not. An administrator invites them first. */
  | 'not-known'
  | 'provider-down';

export interface Finished {
  readonly person: Person;
  readonly destination: string;
  /** By what the provider will name this sign-in when it ends it. */
  readonly at: { readonly issuer: string; readonly subject: string; readonly sid: string | null };
}

/** A session of ours that a provider has ended; it is still to be removed. */
export interface Ended {
  readonly personId: PersonId;
  readonly handle: string;
}

export interface OidcSignIn {
  readonly providers: readonly Pick<ProviderConfig, 'id' | 'label'>[];
  /** Where to send the browser. */
  start(
    providerId: string,
    asked: { readonly browser: string; readonly destination: string },
  ): Promise<Result<URL, 'not-known' | 'provider-down'>>;
  /** @param callback  the whole address at which the browser came back */
  finish(providerId: string, came: { readonly callback: URL; readonly browser: string | null }): Promise<Result<Finished, OidcRefusal>>;
  /** The provider has ended a sign-in, and says so itself (back-channel logout). `null`: the token does not fit, or was used before. */
  logout(providerId: string, token: string): Promise<readonly Ended[] | null>;
  sweep(): Promise<void>;
}

export interface OidcOptions {
  readonly db: Relational;
  readonly clock: Clock;
  readonly random: Random;
  readonly origin: string;
  readonly providers: readonly ProviderConfig[];
  /** For the journal: why a sign-in did not fit. No tokens are in it. */
  readonly report: (what: string, error: unknown) => void;
}

export function oidcSignIn({ db, clock, random, origin, providers, report }: OidcOptions): OidcSignIn {
  const readers = new Map<string, LogoutTokenReader>();
  const discovered = new Map<string, Promise<oidc.Configuration>>();
  const providerOf = (id: string): ProviderConfig | undefined => providers.find((provider) => provider.id === id);
  const redirectUri = ({ id }: ProviderConfig): string => `${origin}/api/sign-in/oidc/${id}/callback`; // one for each: no mix-up (RFC 9700, 4.4)

  /** Asked once; asked again when it failed. */
  function configurationOf(provider: ProviderConfig): Promise<oidc.Configuration> {
    const known = discovered.get(provider.id);
    if (known !== undefined) return known;
    const asking = discover(provider);
    discovered.set(provider.id, asking);
    asking.catch(() => discovered.delete(provider.id));
    return asking;
  }

  return {
    providers: providers.map(({ id, label }) => ({ id, label })),

    async start(providerId, { browser, destination }) {
      const provider = providerOf(providerId);
      if (provider === undefined) return err('not-known');
      try {
        const configuration = await configurationOf(provider);
        const [state, nonce, verifier] = [randomToken(random), randomToken(random), randomToken(random)];
        await rows.addOidcAttempt(db, {
          state_hash: hashOf(state),
          provider: provider.id,
          browser_hash: hashOf(browser),
          nonce,
          verifier,
          destination: localPath(destination),
          expires_at_ms: clock.nowMs() + ATTEMPT_LIFETIME_MS,
        });
        return ok(
          oidc.buildAuthorizationUrl(configuration, {
            redirect_uri: redirectUri(provider),
            scope: 'openid email',
            state,
            nonce,
            code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
            code_challenge_method: 'S256',
            ...(provider.acr === null ? {} : { acr_values: provider.acr }),
          }),
        );
      } catch (error) {
        report(`the provider ${provider.id} cannot be reached`, error);
        return err('provider-down');
      }
    },

    async finish(providerId, { callback, browser }) {
      const provider = providerOf(providerId);
      const state = callback.searchParams.get('state');
      if (provider === undefined || state === null || browser === null) return err('not-valid');
      const attempt = await rows.takeOidcAttempt(db, hashOf(state), clock.nowMs());
      if (attempt === null || attempt.provider !== provider.id || !sameHash(attempt.browser_hash, hashOf(browser))) return err('not-valid');
      const claims = await claimsOf(provider, callback, { state, nonce: attempt.nonce, verifier: attempt.verifier });
      if (claims === null) return err('not-valid');
      if (!isTwoFactor(claims, provider.acr)) return err('second-factor');
      const person = await recognise({ db, provider, claims, atMs: clock.nowMs() });
      if (person === null) return err('not-known');
      const at = { issuer: claims.iss, subject: claims.sub, sid: typeof claims['sid'] === 'string' ? claims['sid'] : null };
      return ok({ person, destination: attempt.destination, at });
    },

    async logout(providerId, token) {
      const provider = providerOf(providerId);
      if (provider === undefined) return null;
      try {
        const said = await (await readerOf(provider)).read(token);
        return await db.transaction().execute(async (tx) => {
          const expiresAtMs = clock.nowMs() + 10 * OLDEST_TOKEN_S * 1000;
          if (!(await useLogoutToken(tx, { ...said, expiresAtMs }))) return null;
          const ended = await takeOidcSessions(tx, said);
          return ended.map(({ person_id: personId, handle }) => ({ personId: personId as PersonId, handle }));
        });
      } catch (error) {
        report(`a logout token of ${provider.id} does not fit`, error);
        return null;
      }
    },

    async sweep() {
      await rows.removeOldOidcAttempts(db, clock.nowMs());
      await removeOrphanedOidcSessions(db);
    },
  };

  async function readerOf(provider: ProviderConfig): Promise<LogoutTokenReader> {
    const known = readers.get(provider.id);
    if (known !== undefined) return known;
    const { issuer, jwks_uri: keys } = (await configurationOf(provider)).serverMetadata();
    if (keys === undefined) throw new Error('The provider names no keys');
    const reader = logoutTokenReader({ issuer, clientId: provider.clientId, keys: new URL(keys) });
    readers.set(provider.id, reader);
    return reader;
  }

  async function claimsOf(provider: ProviderConfig, callback: URL, expected: { state: string; nonce: string; verifier: string }) {
    try {
      const configuration = await configurationOf(provider);
      const current = new URL(redirectUri(provider));
      current.search = callback.search;
      const tokens = await oidc.authorizationCodeGrant(configuration, current, {
        expectedState: expected.state,
        expectedNonce: expected.nonce,
        pkceCodeVerifier: expected.verifier,
        idTokenExpected: true,
      });
      return tokens.claims() ?? null;
    } catch (error) {
      report(`a sign-in at ${provider.id} does not fit`, error);
      return null;
    }
  }
}

async function discover({ issuer, clientId, clientSecret }: ProviderConfig): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  // Plain http is for a provider on this machine only: the configuration has seen to that.
  const insecure = url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  // Without it the library trusts TLS to the token endpoint and does not look at the signature of the ID token.
  const execute = [...insecure, oidc.enableNonRepudiationChecks];
  return await oidc.discovery(url, clientId, { client_secret: clientSecret }, oidc.ClientSecretBasic(clientSecret), {
    execute,
    timeout: 10,
  });
}

interface Recognising {
  readonly db: Relational;
  readonly provider: ProviderConfig;
  readonly claims: oidc.IDToken;
  readonly atMs: number;
}

/** The first time by an address that the provider has verified and that lies in its own domains; then only by subject. */
async function recognise({ db, provider, claims, atMs }: Recognising): Promise<Person | null> {
  const known = await rows.findIdentity(db, claims.iss, claims.sub);
  if (known !== null) return await findPerson(db, known);
  const { email, email_verified: isVerified } = claims;
  if (typeof email !== 'string' || isVerified !== true) return null;
  const address = email.trim().toLowerCase();
  if (!provider.domains.includes(address.slice(address.lastIndexOf('@') + 1))) return null;
  const person = await findPersonByEmail(db, address);
  if (person === null || (await rows.hasIdentity(db, claims.iss, person.id))) return null;
  await rows.addIdentity(db, { issuer: claims.iss, subject: claims.sub, personId: person.id, atMs });
  return person;
}

/** A path on this site; anything else leads to the start. */
function localPath(path: string): string {
  return /^\/(?![/\\])[\w\-./?=&%#]*$/.test(path) ? path : '/';
}
