/** Moderation: reports by anyone, a queue, time away from a place, appeals, and a public record without names. */
import { createRoute, z } from '@hono/zod-openapi';
import { commandHeadersSchema, reasonSchema, receiptSchema } from '../schemas/decisions.ts';
import { moderationRecordSchema, newRemovalSchema, newReportSchema, removalSchema, reportOutcomeSchema } from '../schemas/moderation.ts';
import { personIdSchema } from '../schemas/people.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const idParams = z.object({ id: z.string().max(64) });
const removedSchema = z.object({ receipt: receiptSchema, removal: removalSchema });

export const report = createRoute({
  method: 'post',
  path: '/api/reports',
  operationId: 'report',
  summary: 'Report something in a document; anyone may, signed in or not',
  tags: ['moderation'],
  request: { headers: commandHeadersSchema.pick({ 'ginnel-capacity': true }), ...jsonBody(newReportSchema) },
  responses: {
    201: { description: 'Reported', content: json(z.object({ id: z.string() })) },
    ...problemResponses('bad-input', 'foreign-origin', 'not-allowed', 'not-found', 'too-many-tries'),
  },
});

export const decideReports = createRoute({
  method: 'post',
  path: '/api/moderation/reports/decide',
  operationId: 'decideReports',
  summary: 'Decide on reports, many at once',
  tags: ['moderation'],
  security: SIGNED_IN,
  request: {
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ reports: z.array(z.string().max(64)).min(1).max(100), outcome: reportOutcomeSchema, words: reasonSchema })),
  },
  responses: {
    200: { description: 'Decided', content: json(z.object({ receipt: receiptSchema })) },
    ...problemResponses(...COMMAND_PROBLEMS, 'not-independent'),
  },
});

export const removePerson = createRoute({
  method: 'post',
  path: '/api/people/{id}/removals',
  operationId: 'removePerson',
  summary: 'Keep somebody away from a place for a time: they may read, and write nothing there',
  description: 'Their sockets in documents of the place close within five seconds.',
  tags: ['moderation'],
  security: SIGNED_IN,
  request: { params: z.object({ id: personIdSchema }), headers: commandHeadersSchema, ...jsonBody(newRemovalSchema) },
  responses: { 200: { description: 'Removed', content: json(removedSchema) }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const answerRemoval = createRoute({
  method: 'post',
  path: '/api/removals/{id}/answer',
  operationId: 'answerRemoval',
  summary: 'Lift a removal, or answer an appeal by letting it stand; never by who removed them or stands in for them',
  tags: ['moderation'],
  security: SIGNED_IN,
  request: { params: idParams, headers: commandHeadersSchema, ...jsonBody(z.object({ lift: z.boolean(), words: reasonSchema })) },
  responses: {
    200: { description: 'Answered', content: json(removedSchema) },
    ...problemResponses(...COMMAND_PROBLEMS, 'not-independent'),
  },
});

export const appeal = createRoute({
  method: 'post',
  path: '/api/removals/{id}/appeal',
  operationId: 'appeal',
  summary: 'Appeal against one’s own removal, once',
  tags: ['moderation'],
  security: SIGNED_IN,
  request: { params: idParams, headers: commandHeadersSchema, ...jsonBody(z.object({ words: reasonSchema })) },
  responses: { 200: { description: 'Appealed', content: json(removedSchema) }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const listOwnRemovals = createRoute({
  method: 'get',
  path: '/api/me/removals',
  operationId: 'listOwnRemovals',
  summary: 'Where one is or was kept away, and why',
  tags: ['moderation'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'The newest first', content: json(z.object({ removals: z.array(removalSchema) })) },
    ...problemResponses('signed-out'),
  },
});

export const readModerationRecord = createRoute({
  method: 'get',
  path: '/api/moderation/record',
  operationId: 'readModerationRecord',
  summary: 'What moderators decided, by reason and without names; public',
  tags: ['moderation'],
  request: { query: z.object({ after: z.coerce.number().int().min(0).default(0) }) },
  responses: {
    200: { description: 'At most 200 decisions after `after`', content: json(z.object({ decisions: z.array(moderationRecordSchema) })) },
    ...problemResponses('bad-input'),
  },
});
