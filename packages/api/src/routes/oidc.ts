/** Signing in at the council's, the police's or the NHS's own provider. These addresses are for browsers: they redirect. */
import { createRoute, z } from '@hono/zod-openapi';
import { problemResponses } from '../schemas/problem.ts';
import { json } from './json.ts';

const providerSchema = z.object({ id: z.string(), label: z.string() }).openapi('Provider');
export type Provider = z.infer<typeof providerSchema>;

const providerIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,30}$/)
  .openapi({ example: 'council' });

export const listProviders = createRoute({
  method: 'get',
  path: '/api/sign-in/providers',
  operationId: 'listProviders',
  summary: 'The OpenID providers at which staff and partners sign in',
  tags: ['signing in'],
  responses: { 200: { description: 'The providers', content: json(z.object({ providers: z.array(providerSchema) })) } },
});

export const startOidc = createRoute({
  method: 'get',
  path: '/api/sign-in/oidc/{provider}',
  operationId: 'startOidc',
  summary: 'Leads the browser to the provider',
  tags: ['signing in'],
  request: { params: z.object({ provider: providerIdSchema }), query: z.object({ to: z.string().max(500).default('/') }) },
  responses: { 303: { description: 'To the provider, or to `/sign-in?problem=…`' } },
});

export const finishOidc = createRoute({
  method: 'get',
  path: '/api/sign-in/oidc/{provider}/callback',
  operationId: 'finishOidc',
  summary: 'Where the provider leads the browser back: signs in, or leads to `/sign-in?problem=…`',
  description: 'Problems: `not-valid`, `second-factor`, `not-known`, `provider-down`.',
  tags: ['signing in'],
  request: { params: z.object({ provider: providerIdSchema }) },
  responses: { 303: { description: 'Back to where the person came from, signed in' } },
});

export const endOidc = createRoute({
  method: 'post',
  path: '/api/sign-in/oidc/{provider}/logout',
  operationId: 'endOidc',
  summary: 'Where the provider says that a sign-in there has ended (OpenID Connect Back-Channel Logout 1.0)',
  description: 'The sessions that began by it end, and their live documents close within five seconds. A token counts once.',
  tags: ['signing in'],
  request: {
    params: z.object({ provider: providerIdSchema }),
    body: {
      required: true,
      content: { 'application/x-www-form-urlencoded': { schema: z.object({ logout_token: z.string().max(10_000) }) } },
    },
  },
  responses: {
    200: { description: 'Ended, or there was nothing to end' },
    ...problemResponses('bad-input', 'foreign-origin', 'too-many-tries'),
  },
});
