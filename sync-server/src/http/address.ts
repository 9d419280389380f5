/** The address that a request came from, for counting tries; never stored and never logged. */
import type { Context } from 'hono';
import type { Environment } from './environment.ts';

/** Requests that the pages make in-process have none: they share one count. */
export function addressOf(c: Context<Environment>): string {
  return c.env?.incoming?.socket.remoteAddress ?? 'pages';
}
