/** The address that a request came from, for counting tries; never stored and never logged. */
import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { clientAddress, countedAs, trustedProxies } from '../client-address.ts';
import type { Services } from '../services.ts';
import type { Environment } from './environment.ts';

/** Requests that the pages make in-process have none: they share one count. */
const PAGES = 'pages';

/** Finds out once whose address it is. Behind a proxy that is named in `GINNEL_TRUSTED_PROXIES`: the client's. */
export function addressed({ config }: { readonly config: Pick<Services['config'], 'trustedProxies'> }): MiddlewareHandler<Environment> {
  const proxies = trustedProxies(config.trustedProxies ?? []);
  return createMiddleware<Environment>(async (c, next) => {
    const peer = c.env?.incoming?.socket.remoteAddress;
    c.set('address', peer === undefined ? PAGES : countedAs(clientAddress(peer, c.req.header('x-forwarded-for'), proxies)));
    await next();
  });
}

export function addressOf(c: Context<Environment>): string {
  return c.var.address;
}
