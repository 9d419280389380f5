/** One's own sessions: which there are, and ending them. */
import { createRoute, z } from '@hono/zod-openapi';
import { problemResponses } from '../schemas/problem.ts';
import { commandHeadersSchema, reasonSchema, receiptSchema } from '../schemas/decisions.ts';
import { personIdSchema } from '../schemas/people.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const sessionSchema = z
  .object({
    handle: z.string(),
    /** The browser's own name for itself. */
    device: z.string(),
    createdAtMs: z.int(),
    expiresAtMs: z.int(),
    /** The one that asks. */
    current: z.boolean(),
  })
  .openapi('Session');
export type Session = z.infer<typeof sessionSchema>;

export const listSessions = createRoute({
  method: 'get',
  path: '/api/me/sessions',
  operationId: 'listSessions',
  summary: 'Where one is signed in',
  tags: ['signing in'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'The newest first', content: json(z.object({ sessions: z.array(sessionSchema) })) },
    ...problemResponses('signed-out'),
  },
});

export const endOtherSessions = createRoute({
  method: 'delete',
  path: '/api/me/sessions',
  operationId: 'endOtherSessions',
  summary: 'End all one’s sessions but this one',
  tags: ['signing in'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'How many there were', content: json(z.object({ ended: z.int() })) },
    ...problemResponses('signed-out', 'foreign-origin'),
  },
});

export const endPersonsSessions = createRoute({
  method: 'post',
  path: '/api/people/{id}/sessions/end',
  operationId: 'endPersonsSessions',
  summary: 'End all sessions of somebody else: by an administrator, for a lost phone or an account that was taken over',
  tags: ['signing in'],
  security: SIGNED_IN,
  request: { params: z.object({ id: personIdSchema }), headers: commandHeadersSchema, ...jsonBody(z.object({ reason: reasonSchema })) },
  responses: {
    200: { description: 'Ended', content: json(z.object({ receipt: receiptSchema })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});

export const endSession = createRoute({
  method: 'delete',
  path: '/api/me/sessions/{handle}',
  operationId: 'endSession',
  summary: 'End one of one’s sessions; its live documents close within five seconds',
  tags: ['signing in'],
  security: SIGNED_IN,
  request: { params: z.object({ handle: z.string().max(40) }) },
  responses: { 204: { description: 'Ended' }, ...problemResponses('signed-out', 'foreign-origin', 'not-found') },
});

const journalEntrySchema = z
  .object({
    /** `link`, `passkey`, `provider`, `guest`, `demo`, `passkey-added`, `passkey-removed`, `provider-ended` */
    what: z.string(),
    atMs: z.int(),
    /** "Firefox on Android"; empty when the browser says nothing that is known. */
    device: z.string(),
    /** For the first time in this browser. */
    isNew: z.boolean(),
  })
  .openapi('JournalEntry');
export type JournalEntry = z.infer<typeof journalEntrySchema>;

export const readJournal = createRoute({
  method: 'get',
  path: '/api/me/sign-ins',
  operationId: 'readJournal',
  summary: 'When, how and on which kind of device one signed in, and what happened to one’s passkeys',
  tags: ['signing in'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'The newest first', content: json(z.object({ entries: z.array(journalEntrySchema) })) },
    ...problemResponses('signed-out'),
  },
});
