/** What is held about oneself, what would go and what would stay, and leaving. */
import { createRoute, z } from '@hono/zod-openapi';
import { commandHeadersSchema, receiptSchema } from '../schemas/decisions.ts';
import { capacitySchema, personSchema } from '../schemas/people.ts';
import { problemResponses } from '../schemas/problem.ts';
import { SIGNED_IN } from './decisions.ts';
import { json } from './json.ts';

const ownDataSchema = z
  .object({
    person: personSchema,
    email: z.string().nullable(),
    createdAtMs: z.int(),
    capacities: z.array(capacitySchema.extend({ fromMs: z.int(), untilMs: z.int().nullable() })),
    sessions: z.array(z.object({ device: z.string(), createdAtMs: z.int(), expiresAtMs: z.int() })),
    passkeys: z.array(z.object({ name: z.string(), createdAtMs: z.int(), usedAtMs: z.int().nullable() })),
    identities: z.array(z.object({ issuer: z.string(), subject: z.string() })),
    reports: z.array(z.object({ documentId: z.string(), reason: z.string(), words: z.string(), quote: z.string(), atMs: z.int() })),
    /** Decisions that one took, with the reasons one gave. */
    decisions: z.array(z.object({ seq: z.int(), detail: z.string() })),
    /** One's words as they stand, run by run. */
    words: z.array(
      z.object({ documentId: z.string(), title: z.string(), path: z.string(), text: z.string(), atMs: z.int(), capacityId: z.string() }),
    ),
  })
  .openapi('OwnData');
export type OwnData = z.infer<typeof ownDataSchema>;

export const exportOwnData = createRoute({
  method: 'get',
  path: '/api/me/export',
  operationId: 'exportOwnData',
  summary: 'Everything that is held about oneself, and every word that one wrote and that stands',
  tags: ['privacy'],
  security: SIGNED_IN,
  responses: { 200: { description: 'One’s data', content: json(ownDataSchema) }, ...problemResponses('signed-out', 'too-many-tries') },
});

const deletionSchema = z
  .object({
    goes: z.object({
      email: z.string().nullable(),
      capacities: z.int(),
      sessions: z.int(),
      passkeys: z.int(),
      identities: z.int(),
      namesOnReports: z.int(),
      reasonsOfDecisions: z.int(),
    }),
    /** Words stay in the documents of others, under “Someone who has left”. */
    stays: z.object({ characters: z.int(), documents: z.int(), decisionsWithoutName: z.int() }),
  })
  .openapi('Deletion');
export type Deletion = z.infer<typeof deletionSchema>;

export const previewDeletion = createRoute({
  method: 'get',
  path: '/api/me/deletion',
  operationId: 'previewDeletion',
  summary: 'What would go and what would stay if one left',
  tags: ['privacy'],
  security: SIGNED_IN,
  responses: { 200: { description: 'The preview', content: json(deletionSchema) }, ...problemResponses('signed-out', 'too-many-tries') },
});

export const leave = createRoute({
  method: 'delete',
  path: '/api/me',
  operationId: 'leave',
  summary: 'Leave: everything in the preview goes; needs a sign-in of the last fifteen minutes',
  tags: ['privacy'],
  security: SIGNED_IN,
  request: { headers: commandHeadersSchema },
  responses: {
    200: { description: 'Gone', content: json(z.object({ receipt: receiptSchema })) },
    ...problemResponses('signed-out', 'sign-in-again', 'foreign-origin', 'not-allowed', 'not-found', 'wrong-state', 'key-reused'),
  },
});
