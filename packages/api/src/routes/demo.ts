/** Demo mode only: sign in as an invented person, and read the mail that the server would have sent. */
import { createRoute, z } from '@hono/zod-openapi';
import { demoMailSchema, demoPersonSchema, demoSignedInSchema, personIdSchema } from '../schemas/people.ts';
import { problemResponses } from '../schemas/problem.ts';
import { json, jsonBody } from './json.ts';

export const listDemoPeople = createRoute({
  method: 'get',
  path: '/api/demo/people',
  operationId: 'listDemoPeople',
  summary: 'The invented people of the demo borough',
  tags: ['demo'],
  responses: {
    200: { description: 'The people', content: json(z.object({ people: z.array(demoPersonSchema) })) },
    ...problemResponses('not-found'),
  },
});

export const demoSignIn = createRoute({
  method: 'post',
  path: '/api/demo/sign-in',
  operationId: 'demoSignIn',
  summary: 'Sign in as one of them',
  tags: ['demo'],
  request: jsonBody(z.object({ person: personIdSchema })),
  responses: {
    200: { description: 'Signed in: the cookie is set, and programs use the token', content: json(demoSignedInSchema) },
    ...problemResponses('bad-input', 'foreign-origin', 'not-found'),
  },
});

export const readDemoMailbox = createRoute({
  method: 'get',
  path: '/api/demo/mailbox',
  operationId: 'readDemoMailbox',
  summary: 'Mail that was kept here because no SMTP_URL is set; the newest first',
  tags: ['demo'],
  responses: {
    200: { description: 'The newest 50 messages', content: json(z.object({ messages: z.array(demoMailSchema) })) },
    ...problemResponses('not-found'),
  },
});
