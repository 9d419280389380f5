/** Documents: what there is, a new one, and one document's canonical content. Words are written over `/sync/<id>`. */
import { createRoute, z } from '@hono/zod-openapi';
import { documentIdSchema, documentSchema, documentSummarySchema, newDocumentSchema } from '../schemas/documents.ts';
import { placeIdSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { json, jsonBody } from './json.ts';

export const listDocuments = createRoute({
  method: 'get',
  path: '/api/documents',
  operationId: 'listDocuments',
  summary: 'The documents that one may read',
  tags: ['documents'],
  request: { query: z.object({ place: placeIdSchema.optional() }) },
  responses: {
    200: { description: 'The documents', content: json(z.object({ documents: z.array(documentSummarySchema) })) },
    ...problemResponses('bad-input'),
  },
});

export const createDocument = createRoute({
  method: 'post',
  path: '/api/documents',
  operationId: 'createDocument',
  summary: 'Begin a document in a place that one belongs to',
  tags: ['documents'],
  security: [{ session: [] }, { bearer: [] }],
  request: jsonBody(newDocumentSchema),
  responses: {
    201: { description: 'Begun', content: json(z.object({ id: documentIdSchema })) },
    ...problemResponses('bad-input', 'signed-out', 'foreign-origin', 'not-allowed', 'not-found'),
  },
});

export const getDocument = createRoute({
  method: 'get',
  path: '/api/documents/{id}',
  operationId: 'getDocument',
  summary: 'The canonical content, as of the last durable row',
  tags: ['documents'],
  request: { params: z.object({ id: documentIdSchema }) },
  responses: { 200: { description: 'The document', content: json(documentSchema) }, ...problemResponses('bad-input', 'not-found') },
});

export const getDocumentUpdate = createRoute({
  method: 'get',
  path: '/api/documents/{id}/update',
  operationId: 'getDocumentUpdate',
  summary: 'The whole document as one Yjs v1 update',
  tags: ['documents'],
  request: { params: z.object({ id: documentIdSchema }) },
  responses: {
    200: {
      description: 'The merged update; `ginnel-epoch` and `ginnel-seq` say what it holds',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...problemResponses('bad-input', 'not-found'),
  },
});
