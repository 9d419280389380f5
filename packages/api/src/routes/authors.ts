/** Who wrote which words of a document: as public as the words. */
import { createRoute, z } from '@hono/zod-openapi';
import { documentAuthorsSchema } from '../schemas/authors.ts';
import { documentIdSchema } from '../schemas/documents.ts';
import { problemResponses } from '../schemas/problem.ts';
import { json } from './json.ts';

export const getDocumentAuthors = createRoute({
  method: 'get',
  path: '/api/documents/{id}/authors',
  operationId: 'getDocumentAuthors',
  summary: 'Who wrote which words, as of the last durable row',
  tags: ['documents'],
  request: {
    params: z.object({ id: documentIdSchema }),
    /** Milliseconds since 1970: also says who made the changes after that. */
    query: z.object({ since: z.coerce.number().int().min(0).optional() }),
  },
  responses: {
    200: { description: 'The texts in reading order, in runs of one author', content: json(documentAuthorsSchema) },
    ...problemResponses('bad-input', 'not-found'),
  },
});
