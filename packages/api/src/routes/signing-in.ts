/** Who one is, and how one signs in and out. */
import { createRoute, z } from '@hono/zod-openapi';
import { linkConfirmSchema, linkRequestSchema, meSchema, signedInSchema } from '../schemas/people.ts';
import { problemResponses } from '../schemas/problem.ts';
import { json, jsonBody } from './json.ts';

export const getMe = createRoute({
  method: 'get',
  path: '/api/me',
  operationId: 'getMe',
  summary: 'Who is signed in, and in which capacities they may act',
  tags: ['signing in'],
  responses: { 200: { description: 'The person, or null', content: json(meSchema) } },
});

export const askForLink = createRoute({
  method: 'post',
  path: '/api/sign-in/link',
  operationId: 'askForLink',
  summary: 'Ask for a sign-in link by e-mail',
  description: 'Always the same answer, whether the address is known or not. Sets a cookie that binds the link to this browser.',
  tags: ['signing in'],
  request: jsonBody(linkRequestSchema),
  responses: {
    202: { description: 'If the address can sign in, a message is on its way', content: json(z.object({ sent: z.literal(true) })) },
    ...problemResponses('bad-input', 'foreign-origin', 'too-many-tries'),
  },
});

export const confirmLink = createRoute({
  method: 'post',
  path: '/api/sign-in/link/confirm',
  operationId: 'confirmLink',
  summary: 'Sign in with the token of the link, or with the code of the same message',
  description: 'Works once, within ten minutes, in the browser that asked. Opening the link changes nothing; this does.',
  tags: ['signing in'],
  request: jsonBody(linkConfirmSchema),
  responses: {
    200: { description: 'Signed in; the session cookie is set', content: json(signedInSchema) },
    ...problemResponses('bad-input', 'link-not-valid', 'foreign-origin', 'too-many-tries'),
  },
});

export const signOut = createRoute({
  method: 'post',
  path: '/api/sign-out',
  operationId: 'signOut',
  summary: 'End this session',
  tags: ['signing in'],
  responses: { 204: { description: 'Ended, or there was none' }, ...problemResponses('foreign-origin') },
});
