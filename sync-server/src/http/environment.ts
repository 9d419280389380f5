/** What every handler finds with a request: the connection it came by, and who sends it. */
import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { SignedIn } from '@ginnel/accounts/authentication';

export interface Environment {
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: { signedIn: SignedIn | null };
}

export type App = OpenAPIHono<Environment>;
