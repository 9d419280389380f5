/** Finds out who sends a request, refuses what another site makes a browser send, and gives a new token after a change of roles. */
import { LINK_LIFETIME_MS } from '@ginnel/accounts/magic-links';
import { ATTEMPT_LIFETIME_MS } from '@ginnel/accounts/oidc/oidc-sign-in';
import { CHALLENGE_LIFETIME_MS } from '@ginnel/accounts/passkeys';
import { BROWSER_COOKIE, cookie, DEVICE_COOKIE, nameOnWire, readCookie, SESSION_COOKIE } from '@ginnel/accounts/cookies';
import type { SignedIn } from '@ginnel/accounts/authentication';
import { createMiddleware } from 'hono/factory';
import type { Context, MiddlewareHandler } from 'hono';
import type { Services } from '../services.ts';
import type { Environment } from './environment.ts';
import { problem } from './problem.ts';

export function authenticated({
  authenticator,
  clock,
  config,
  sessions,
}: Pick<Services, 'authenticator' | 'clock' | 'config' | 'sessions'>): MiddlewareHandler<Environment> {
  return createMiddleware<Environment>(async (c, next) => {
    const credentials = {
      cookie: c.req.header('cookie') ?? null,
      origin: c.req.header('origin') ?? null,
      authorization: c.req.header('authorization') ?? null,
    };
    const found = await authenticator.authenticate(credentials, c.req.method === 'GET' || c.req.method === 'HEAD' ? 'read' : 'write');
    if (found.outcome === 'foreign-origin') return problem(c, 'foreign-origin');
    const signedIn = found.outcome === 'signed-in' ? found.signedIn : null;
    c.set('signedIn', signedIn);
    await next();
    const ownCookie = c.res.headers.getSetCookie().some((line) => line.startsWith(`${nameOnWire(SESSION_COOKIE, config.origin)}=`));
    if (signedIn?.by !== 'cookie' || ownCookie) return undefined;
    const token = await tokenForCookie(sessions, signedIn);
    if (token !== null) {
      setSessionCookie(c, {
        token,
        expiresAtMs: signedIn.session.expiresAtMs,
        nowMs: clock.nowMs(),
        origin: config.origin,
      });
    }
    return undefined;
  });
}

/** `null`: the cookie stays. One that was replaced meanwhile is never set again: it would take the place of the newer one. */
async function tokenForCookie(sessions: Services['sessions'], { renewDue, session, token }: SignedIn): Promise<string | null> {
  if (renewDue) return await sessions.renew(token);
  return session.renewed && (await sessions.find(token))?.tokenIs === 'newest' ? token : null;
}

interface SessionCookie {
  readonly token: string;
  readonly expiresAtMs: number;
  readonly nowMs: number;
  readonly origin: string;
}

export function setSessionCookie(c: Context, { token, expiresAtMs, nowMs, origin }: SessionCookie): void {
  addCookie(c, cookie(SESSION_COOKIE, token, { origin, maxAgeS: (expiresAtMs - nowMs) / 1000 }));
}

export function clearSessionCookie(c: Context, origin: string): void {
  addCookie(c, cookie(SESSION_COOKIE, '', { origin, maxAgeS: 0 }));
}

/** The browser's own secret, to which sign-in links are bound: as the cookie carries it, or `null`. */
export function browserOf(c: Context, origin: string): string | null {
  const value = readCookie(c.req.header('cookie'), BROWSER_COOKIE, origin);
  return value !== null && /^[\w-]{43}$/.test(value) ? value : null;
}

/** As long as anything that may be bound to it: the page offers passkeys unasked, and that must not cut a link short. */
const BROWSER_KEPT_S = Math.max(LINK_LIFETIME_MS, CHALLENGE_LIFETIME_MS, ATTEMPT_LIFETIME_MS) / 1000;

export function setBrowserCookie(c: Context, value: string, origin: string): void {
  addCookie(c, cookie(BROWSER_COOKIE, value, { origin, maxAgeS: BROWSER_KEPT_S }));
}

const DEVICE_KEPT_S = 365 * 24 * 3600;

/** The browser's lasting secret, by which a new device is noticed: as its cookie carries it, or `null`. */
export function deviceOf(c: Context, origin: string): string | null {
  const value = readCookie(c.req.header('cookie'), DEVICE_COOKIE, origin);
  return value !== null && /^[\w-]{43}$/.test(value) ? value : null;
}

export function setDeviceCookie(c: Context, value: string, origin: string): void {
  addCookie(c, cookie(DEVICE_COOKIE, value, { origin, maxAgeS: DEVICE_KEPT_S }));
}

function addCookie(c: Context, line: string): void {
  c.header('set-cookie', line, { append: true });
}
