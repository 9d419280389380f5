/** Reads a provider's logout token (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6). What does not fit in any way counts for nothing. */
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';

/** Named, so that neither `none` nor our own secret can sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** A token is for now: older ones are somebody's copies. */
export const OLDEST_TOKEN_S = 120;
const CLOCKS_APART_S = 30;

export interface LogoutToken {
  readonly issuer: string;
  readonly jti: string;
  readonly subject: string | null;
  /** One sign-in at the provider; `null`: all of the subject's. */
  readonly sid: string | null;
}

export interface LogoutTokenReader {
  /** Rejects when it does not fit. */
  read(token: string): Promise<LogoutToken>;
}

export function logoutTokenReader({ issuer, clientId, keys }: { issuer: string; clientId: string; keys: URL }): LogoutTokenReader {
  const keySet = createRemoteJWKSet(keys, { timeoutDuration: 5_000 });
  return {
    async read(token) {
      const { payload, protectedHeader } = await jwtVerify(token, keySet, {
        issuer,
        audience: clientId,
        algorithms: ALGORITHMS,
        requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti', 'events'],
        maxTokenAge: OLDEST_TOKEN_S,
        clockTolerance: CLOCKS_APART_S,
      });
      // An ID token of the same provider has another type, a nonce and no event: it ends nothing (ASVS 5.0, 10.5.5).
      if (!/^(application\/)?logout\+jwt$/i.test(protectedHeader.typ ?? '')) throw new Error('not typed as a logout token');
      // For us and for nobody else: we know of no other party that we should trust with it (OpenID Connect Core, 3.1.3.7).
      if (Array.isArray(payload.aud) && payload.aud.length !== 1) throw new Error('for several audiences');
      return tokenOf(payload, issuer);
    },
  };
}

function tokenOf(payload: JWTPayload, issuer: string): LogoutToken {
  const { events, nonce, jti, sub, sid } = payload;
  const event = typeof events === 'object' && events !== null ? (events as Record<string, unknown>)[LOGOUT_EVENT] : undefined;
  if (typeof event !== 'object' || event === null || Array.isArray(event)) throw new Error('no logout event');
  if (nonce !== undefined) throw new Error('a nonce');
  if (typeof jti !== 'string' || jti === '') throw new Error('no jti');
  const [subject, session] = [named(sub), named(sid)];
  if (subject === null && session === null) throw new Error('neither sub nor sid');
  return { issuer, jti, subject, sid: session };
}

/** `null`: left out. What is there and names nobody does not widen the token to everybody. */
function named(claim: unknown): string | null {
  if (claim === undefined) return null;
  if (typeof claim !== 'string' || claim === '') throw new Error('a sub or sid that names nobody');
  return claim;
}
