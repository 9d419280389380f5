/** One's own sessions: which there are, and ending them. */
import { createRoute, z } from '@hono/zod-openapi';
import { problemResponses } from '../schemas/problem.ts';
import { SIGNED_IN } from './decisions.ts';
import { json } from './json.ts';

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
