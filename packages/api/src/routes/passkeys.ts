/** Passkeys: adding one to one's account, signing in with it, taking it away. Bodies are WebAuthn's own JSON. */
import { createRoute, z } from '@hono/zod-openapi';
import { nameSchema } from '../schemas/names.ts';
import { signedInSchema } from '../schemas/people.ts';
import { problemResponses } from '../schemas/problem.ts';
import { SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const optionsSchema = z.object({ options: z.record(z.string(), z.unknown()).openapi({ description: 'For `navigator.credentials`' }) });
const responseSchema = z.looseObject({ id: z.string().max(2000), rawId: z.string().max(2000), type: z.literal('public-key') });

const passkeySchema = z.object({ id: z.string(), name: z.string(), createdAtMs: z.int(), usedAtMs: z.int().nullable() }).openapi('Passkey');
export type Passkey = z.infer<typeof passkeySchema>;

export const listPasskeys = createRoute({
  method: 'get',
  path: '/api/me/passkeys',
  operationId: 'listPasskeys',
  summary: 'One’s passkeys',
  tags: ['signing in'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'The oldest first', content: json(z.object({ passkeys: z.array(passkeySchema) })) },
    ...problemResponses('signed-out'),
  },
});

export const passkeyRegistrationOptions = createRoute({
  method: 'post',
  path: '/api/me/passkeys/options',
  operationId: 'passkeyRegistrationOptions',
  summary: 'Begin to add a passkey; needs a sign-in of the last fifteen minutes',
  tags: ['signing in'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'The challenge', content: json(optionsSchema) },
    ...problemResponses('signed-out', 'sign-in-again', 'foreign-origin'),
  },
});

export const addPasskey = createRoute({
  method: 'post',
  path: '/api/me/passkeys',
  operationId: 'addPasskey',
  summary: 'Add the passkey that the device made',
  tags: ['signing in'],
  security: SIGNED_IN,
  request: jsonBody(z.object({ response: responseSchema, name: nameSchema(60) })),
  responses: {
    201: { description: 'Added', content: json(passkeySchema) },
    ...problemResponses('bad-input', 'signed-out', 'sign-in-again', 'foreign-origin', 'passkey-not-valid'),
  },
});

export const removePasskey = createRoute({
  method: 'delete',
  path: '/api/me/passkeys/{id}',
  operationId: 'removePasskey',
  summary: 'Take away one of one’s passkeys',
  tags: ['signing in'],
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().max(2000) }) },
  responses: { 204: { description: 'Taken away' }, ...problemResponses('last-way-in', 'signed-out', 'foreign-origin', 'not-found') },
});

export const passkeySignInOptions = createRoute({
  method: 'post',
  path: '/api/sign-in/passkey/options',
  operationId: 'passkeySignInOptions',
  summary: 'Begin to sign in with a passkey',
  tags: ['signing in'],
  responses: {
    200: { description: 'The challenge', content: json(optionsSchema) },
    ...problemResponses('foreign-origin', 'too-many-tries'),
  },
});

export const passkeySignIn = createRoute({
  method: 'post',
  path: '/api/sign-in/passkey',
  operationId: 'passkeySignIn',
  summary: 'Sign in with the device’s answer',
  tags: ['signing in'],
  request: jsonBody(z.object({ response: responseSchema })),
  responses: {
    200: { description: 'Signed in; the session cookie is set', content: json(signedInSchema) },
    ...problemResponses('bad-input', 'passkey-not-valid', 'foreign-origin', 'too-many-tries'),
  },
});
