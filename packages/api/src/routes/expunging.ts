/** Taking words out of every store for good: a preview, two people, a certificate. */
import { createRoute, z } from '@hono/zod-openapi';
import { commandHeadersSchema, receiptSchema } from '../schemas/decisions.ts';
import { askedTargetSchema, certificateSchema, expungePreviewSchema, expungeReasonSchema, expungeSchema } from '../schemas/expunging.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const idParams = z.object({ id: z.string().max(64) });
const decidedSchema = z.object({ receipt: receiptSchema, expunge: expungeSchema });

export const previewExpunge = createRoute({
  method: 'post',
  path: '/api/expunges/preview',
  operationId: 'previewExpunge',
  summary: 'What would go and what would stay; nothing is changed',
  tags: ['expunging'],
  security: SIGNED_IN,
  request: jsonBody(askedTargetSchema),
  responses: {
    200: { description: 'The preview', content: json(expungePreviewSchema) },
    ...problemResponses('bad-input', 'signed-out', 'foreign-origin', 'not-allowed', 'not-found', 'too-many-tries'),
  },
});

export const askToExpunge = createRoute({
  method: 'post',
  path: '/api/expunges',
  operationId: 'askToExpunge',
  summary: 'Ask for words to go for good; nothing is changed until somebody else agrees',
  description: 'Needs a sign-in of the last fifteen minutes.',
  tags: ['expunging'],
  security: SIGNED_IN,
  request: { headers: commandHeadersSchema, ...jsonBody(z.object({ target: askedTargetSchema, reason: expungeReasonSchema })) },
  responses: {
    200: { description: 'Asked', content: json(decidedSchema) },
    ...problemResponses(...COMMAND_PROBLEMS, 'sign-in-again', 'too-many-tries'),
  },
});

export const answerExpunge = createRoute({
  method: 'post',
  path: '/api/expunges/{id}/answer',
  operationId: 'answerExpunge',
  summary: 'Agree to an expunge that somebody else asked for, or decline it; agreeing cannot be undone',
  description:
    'Needs a sign-in of the last fifteen minutes. Who agrees is independent of who asked and of everybody whose words go; a deputy counts as whom they stand in for. Once agreed it is carried out, and goes on after a restart of the server.',
  tags: ['expunging'],
  security: SIGNED_IN,
  request: { params: idParams, headers: commandHeadersSchema, ...jsonBody(z.object({ agree: z.boolean() })) },
  responses: {
    200: { description: 'Answered', content: json(decidedSchema) },
    ...problemResponses(...COMMAND_PROBLEMS, 'not-independent', 'sign-in-again'),
  },
});

export const listExpunges = createRoute({
  method: 'get',
  path: '/api/expunges',
  operationId: 'listExpunges',
  summary: 'Expunges in the places that one’s roles reach, the newest first',
  tags: ['expunging'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'At most 200', content: json(z.object({ expunges: z.array(expungeSchema) })) },
    ...problemResponses('signed-out', 'not-allowed'),
  },
});

export const readExpunge = createRoute({
  method: 'get',
  path: '/api/expunges/{id}',
  operationId: 'readExpunge',
  summary: 'One expunge; while it waits for an answer with what would go now',
  tags: ['expunging'],
  security: SIGNED_IN,
  request: { params: idParams },
  responses: {
    200: {
      description: 'The expunge',
      content: json(z.object({ expunge: expungeSchema, preview: expungePreviewSchema.nullable(), mayAgree: z.boolean() })),
    },
    ...problemResponses('signed-out', 'not-allowed', 'not-found', 'too-many-tries'),
  },
});

export const readExpungeCertificate = createRoute({
  method: 'get',
  path: '/api/expunges/{id}/certificate',
  operationId: 'readExpungeCertificate',
  summary: 'The signed certificate, once it is done',
  tags: ['expunging'],
  security: SIGNED_IN,
  request: { params: idParams },
  responses: {
    200: { description: 'The certificate', content: json(certificateSchema) },
    ...problemResponses('signed-out', 'not-allowed', 'not-found', 'wrong-state'),
  },
});
