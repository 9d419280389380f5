/** Decisions about documents, and the public audit of all decisions. */
import { createRoute, z } from '@hono/zod-openapi';
import { auditEntrySchema, auditHeadSchema, commandHeadersSchema, reasonSchema, receiptSchema } from '../schemas/decisions.ts';
import { documentIdSchema, documentSummarySchema, phaseSchema } from '../schemas/documents.ts';
import { problemResponses } from '../schemas/problem.ts';
import { json, jsonBody } from './json.ts';

/** What every command may refuse with. */
export const COMMAND_PROBLEMS = [
  'bad-input',
  'signed-out',
  'foreign-origin',
  'not-allowed',
  'not-found',
  'wrong-state',
  'key-reused',
] as const;

export const SIGNED_IN = [{ session: [] }, { bearer: [] }];

export const changePhase = createRoute({
  method: 'post',
  path: '/api/documents/{id}/phase',
  operationId: 'changePhase',
  summary: 'Move a document to another phase',
  tags: ['decisions'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: documentIdSchema }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ phase: phaseSchema, reason: reasonSchema })),
  },
  responses: {
    200: { description: 'Moved', content: json(z.object({ receipt: receiptSchema, document: documentSummarySchema })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});

export const readAudit = createRoute({
  method: 'get',
  path: '/api/audit',
  operationId: 'readAudit',
  summary: 'All decisions in order, without personal data; each entry’s hash covers the one before',
  tags: ['decisions'],
  request: {
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  },
  responses: {
    200: { description: 'Entries after `after`', content: json(z.object({ entries: z.array(auditEntrySchema) })) },
    ...problemResponses('bad-input'),
  },
});

export const readAuditHead = createRoute({
  method: 'get',
  path: '/api/audit/head',
  operationId: 'readAuditHead',
  summary: 'The newest entry’s hash, signed: whoever keeps it can later prove that nothing was changed or taken out',
  tags: ['decisions'],
  responses: { 200: { description: 'The head', content: json(auditHeadSchema) } },
});
