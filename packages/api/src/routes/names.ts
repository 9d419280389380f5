/** Protected names, for people whom being found would put at risk. */
import { createRoute, z } from '@hono/zod-openapi';
import { commandHeadersSchema, reasonSchema, receiptSchema } from '../schemas/decisions.ts';
import { nameSchema } from '../schemas/names.ts';
import { personIdSchema, personSchema } from '../schemas/people.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

export const changeShownName = createRoute({
  method: 'post',
  path: '/api/people/{id}/name',
  operationId: 'changeShownName',
  summary: 'Show another name for somebody, everywhere, for what they wrote before too; or their real one again',
  description:
    'By a moderator or an administrator where the person takes part. `name: null` shows the real name again, which the person may ask for themselves.',
  tags: ['privacy'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: personIdSchema }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ name: nameSchema(60).nullable(), reason: reasonSchema })),
  },
  responses: {
    200: { description: 'Changed', content: json(z.object({ receipt: receiptSchema })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});

export const lookUpName = createRoute({
  method: 'post',
  path: '/api/people/{id}/real-name',
  operationId: 'lookUpName',
  summary: 'Look at somebody’s real name, with a reason that is kept',
  tags: ['privacy'],
  security: SIGNED_IN,
  request: { params: z.object({ id: personIdSchema }), headers: commandHeadersSchema, ...jsonBody(z.object({ reason: reasonSchema })) },
  responses: {
    200: {
      description: 'The real name; `null` when this answers a repeat: it is shown once',
      content: json(z.object({ receipt: receiptSchema, name: z.string().nullable() })),
    },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});

const ownNameSchema = z.object({ shown: z.string(), real: z.string() }).openapi('OwnName');
export type OwnName = z.infer<typeof ownNameSchema>;

export const getOwnName = createRoute({
  method: 'get',
  path: '/api/me/name',
  operationId: 'getOwnName',
  summary: 'Under which name one is shown, and one’s real one: the same unless it is protected',
  tags: ['privacy'],
  security: SIGNED_IN,
  responses: { 200: { description: 'Both', content: json(ownNameSchema) }, ...problemResponses('signed-out') },
});

export const findPersonForCare = createRoute({
  method: 'get',
  path: '/api/people/{id}',
  operationId: 'findPersonForCare',
  summary: 'Somebody, as they are shown, for those who may change their name; others learn not even whether there is somebody',
  tags: ['privacy'],
  security: SIGNED_IN,
  request: { params: z.object({ id: personIdSchema }) },
  responses: {
    200: { description: 'The person', content: json(z.object({ person: personSchema, guarded: z.boolean() })) },
    ...problemResponses('signed-out', 'not-allowed'),
  },
});
