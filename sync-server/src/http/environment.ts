/** What every handler finds with a request: the connection it came by, and who sends it. */
import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { SignedIn } from '@ginnel/accounts/authentication';
import type { ProblemKind } from '@ginnel/api/problems';

export interface Environment {
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: {
    signedIn: SignedIn | null;
    /** Whose request it is, for counting tries. */
    address: string;
    /** Why the answer says no, if it does. */
    problem?: ProblemKind;
  };
}

export type App = OpenAPIHono<Environment>;
