/** Lists taken in after set-up: with a preview, whole or not at all, and taken back while nothing depends on them. */
import { createRoute, z } from '@hono/zod-openapi';
import { fileSchema, importBatchSchema, importListSchema, importReportSchema } from '../schemas/administration.ts';
import { commandHeadersSchema, receiptSchema } from '../schemas/decisions.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const listSchema = z.object({ list: importListSchema, file: fileSchema });

export const previewImport = createRoute({
  method: 'post',
  path: '/api/imports/preview',
  operationId: 'previewImport',
  summary: 'What a list would add and change, and which lines do not fit; changes nothing',
  tags: ['administration'],
  security: SIGNED_IN,
  request: jsonBody(listSchema),
  responses: {
    200: { description: 'The report', content: json(importReportSchema) },
    ...problemResponses('bad-input', 'signed-out', 'foreign-origin', 'not-allowed'),
  },
});

export const importList = createRoute({
  method: 'post',
  path: '/api/imports',
  operationId: 'importList',
  summary: 'Take a list in: by an administrator; the same list twice changes nothing',
  tags: ['administration'],
  security: SIGNED_IN,
  request: { headers: commandHeadersSchema, ...jsonBody(listSchema) },
  responses: {
    200: {
      description: 'Taken in; `importId` is null when it changed nothing',
      content: json(z.object({ receipt: receiptSchema, importId: z.string().nullable(), report: importReportSchema })),
    },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});

export const listImports = createRoute({
  method: 'get',
  path: '/api/imports',
  operationId: 'listImports',
  summary: 'The newest imports; for administrators',
  tags: ['administration'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'The newest first', content: json(z.object({ imports: z.array(importBatchSchema) })) },
    ...problemResponses('signed-out', 'not-allowed'),
  },
});

export const undoImport = createRoute({
  method: 'post',
  path: '/api/imports/{id}/undo',
  operationId: 'undoImport',
  summary: 'Take an import back; refused once something depends on it',
  tags: ['administration'],
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().max(40) }), headers: commandHeadersSchema },
  responses: {
    200: { description: 'Taken back', content: json(z.object({ receipt: receiptSchema })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});

export const exportList = createRoute({
  method: 'get',
  path: '/api/exports/{list}',
  operationId: 'exportList',
  summary: 'A list as CSV that can be edited and taken in again; for administrators',
  tags: ['administration'],
  security: SIGNED_IN,
  request: { params: z.object({ list: importListSchema }) },
  responses: {
    200: { description: 'UTF-8 with a byte order mark', content: { 'text/csv': { schema: z.string() } } },
    ...problemResponses('bad-input', 'signed-out', 'not-allowed'),
  },
});
