/** How long things are kept: for everybody to read, for administrators of the borough to set and to run. */
import { createRoute, z } from '@hono/zod-openapi';
import { commandHeadersSchema, reasonSchema, receiptSchema } from '../schemas/decisions.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const retentionClassSchema = z.enum([
  'sessions',
  'sign-in-links',
  'sign-in-attempts',
  'sign-in-journal',
  'receipts',
  'letters',
  'guests',
  'reports',
  'warnings',
  'invitations',
  'times-away',
  'audit-details',
]);

const periodSchema = z
  .object({ name: retentionClassSchema, days: z.int(), usualDays: z.int(), leastDays: z.int() })
  .openapi('RetentionPeriod');
export type RetentionPeriod = z.infer<typeof periodSchema>;

const countsSchema = z.record(retentionClassSchema, z.int().min(0)).openapi('RetentionCounts');
export type RetentionCounts = z.infer<typeof countsSchema>;

export const listRetention = createRoute({
  method: 'get',
  path: '/api/retention',
  operationId: 'listRetention',
  summary: 'How long each class of data is kept, in days after it has ended',
  tags: ['privacy'],
  responses: { 200: { description: 'The periods', content: json(z.object({ periods: z.array(periodSchema) })) } },
});

export const previewRetention = createRoute({
  method: 'get',
  path: '/api/administration/retention',
  operationId: 'previewRetention',
  summary: 'How many rows of each class would go if what is old went now: nothing goes',
  tags: ['privacy'],
  security: SIGNED_IN,
  responses: {
    200: {
      description: 'The counts, and when the last run was',
      content: json(z.object({ due: countsSchema, lastRunAtMs: z.int().nullable() })),
    },
    ...problemResponses('signed-out', 'not-allowed'),
  },
});

export const setRetention = createRoute({
  method: 'post',
  path: '/api/administration/retention',
  operationId: 'setRetention',
  summary: 'Keep a class longer or shorter; not shorter than its least',
  tags: ['privacy'],
  security: SIGNED_IN,
  request: {
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ name: retentionClassSchema, days: z.int().min(0).max(36_500), reason: reasonSchema })),
  },
  responses: { 200: { description: 'Set', content: json(z.object({ receipt: receiptSchema })) }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const runRetention = createRoute({
  method: 'post',
  path: '/api/administration/retention/run',
  operationId: 'runRetention',
  summary: 'Let what is old go now; it goes every night by itself',
  tags: ['privacy'],
  security: SIGNED_IN,
  request: { headers: commandHeadersSchema },
  responses: {
    200: { description: 'Gone', content: json(z.object({ receipt: receiptSchema, gone: countsSchema })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});
