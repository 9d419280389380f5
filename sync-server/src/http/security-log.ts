/**
 * One structured line for every answer that refuses somebody: what was refused, on which route, to which person if one
 * was signed in. Never a name, an address, a code or what was sent; the route is its pattern, so ids stay out of it too.
 */
import type { ProblemKind } from '@ginnel/api/problems';
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { Services } from '../services.ts';
import type { Environment } from './environment.ts';

const LOGGED: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'bad-input',
  'foreign-origin',
  'key-reused',
  'length-required',
  'link-not-valid',
  'not-allowed',
  'pass-not-valid',
  'passkey-not-valid',
  'sign-in-again',
  'signed-out',
  'too-large',
  'too-many-tries',
]);

export function securityLog({ log }: Pick<Services, 'log'>): MiddlewareHandler<Environment> {
  return createMiddleware<Environment>(async (c, next) => {
    await next();
    const kind = c.get('problem');
    if (kind === undefined || !LOGGED.has(kind)) return;
    const person = c.get('signedIn')?.person.id;
    log.warn({ event: 'refused', kind, method: c.req.method, route: routePath(c, -1), ...(person && { person }) }, 'a request was refused');
  });
}
