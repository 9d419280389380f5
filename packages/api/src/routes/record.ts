/** The public audit as people look something up in it: decisions newest first, whether the chain is unbroken, and the whole to keep elsewhere. */
import { createRoute, z } from '@hono/zod-openapi';
import { DECISION_GROUPS } from '@ginnel/domain/decisions';
import { documentIdSchema } from '../schemas/documents.ts';
import { organisationIdSchema, placeIdSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { json } from './json.ts';

const recordedSchema = z
  .object({
    /** The number of its receipt. */
    seq: z.int().min(1),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    atMs: z.int(),
    command: z.string(),
    subject: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    /** Whether the reader took it, or it was about them. Of anybody else that is not said. */
    yours: z.enum(['by', 'about']).nullable(),
  })
  .openapi('RecordedDecision');
export type RecordedDecision = z.infer<typeof recordedSchema>;

const recordSchema = z
  .object({
    decisions: z.array(recordedSchema),
    /** What `document:…`, `place:…`, `organisation:…` and `team:…` are called now. */
    names: z.record(z.string(), z.string()),
    /** For the next older piece; null when there is none. */
    before: z.int().nullable(),
  })
  .openapi('DecisionRecord');
export type DecisionRecord = z.infer<typeof recordSchema>;

export const lookUpDecisions = createRoute({
  method: 'get',
  path: '/api/audit/decisions',
  operationId: 'lookUpDecisions',
  summary: 'Decisions newest first, by group, by what they are about, or one’s own; without personal data',
  tags: ['decisions'],
  request: {
    query: z.object({
      group: z.enum(DECISION_GROUPS).optional(),
      document: documentIdSchema.optional(),
      place: placeIdSchema.optional(),
      organisation: organisationIdSchema.optional(),
      /** Only those that the reader took or that were about them. */
      own: z.enum(['yes']).optional(),
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
  },
  responses: { 200: { description: 'The piece', content: json(recordSchema) }, ...problemResponses('bad-input', 'signed-out') },
});

const endSchema = z.object({ seq: z.int(), atMs: z.int(), hash: z.string() });
const chainCheckSchema = z
  .object({
    checkedAtMs: z.int(),
    entries: z.int(),
    /** Null while nothing was decided. */
    first: endSchema.nullable(),
    last: endSchema.nullable(),
    /** The first entry that is wrong; null when the chain is unbroken. */
    broken: z.object({ seq: z.int(), fault: z.enum(['missing', 'out-of-order', 'edited', 'not-chained', 'rewritten']) }).nullable(),
  })
  .openapi('ChainCheck');
export type ChainCheck = z.infer<typeof chainCheckSchema>;

export const checkAudit = createRoute({
  method: 'get',
  path: '/api/audit/check',
  operationId: 'checkAudit',
  summary: 'Whether every entry follows from the one before; the whole once a minute at most',
  tags: ['decisions'],
  responses: { 200: { description: 'What was found', content: json(chainCheckSchema) } },
});

export const exportAudit = createRoute({
  method: 'get',
  path: '/api/audit/export',
  operationId: 'exportAudit',
  summary: 'All decisions with the signed head, as a file that `ginnel audit-verify` checks without the server',
  tags: ['decisions'],
  responses: { 200: { description: 'JSON, format ginnel-audit-1', content: { 'application/octet-stream': { schema: z.string() } } } },
});
