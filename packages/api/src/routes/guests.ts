/** Guests: a pass for one document and some hours, and coming in by it without an account. */
import { createRoute, z } from '@hono/zod-openapi';
import { commandHeadersSchema, receiptSchema } from '../schemas/decisions.ts';
import { documentIdSchema } from '../schemas/documents.ts';
import { nameSchema } from '../schemas/names.ts';
import { personSchema } from '../schemas/people.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const passSchema = z.object({ id: z.string(), documentId: documentIdSchema, endsAtMs: z.int() }).openapi('GuestPass');

const openedPassSchema = z
  .object({
    receipt: receiptSchema,
    pass: passSchema,
    /** For a QR code that leads to `/join#<secret>`; `null` when this answers a repeat: it is shown once. */
    secret: z.string().nullable(),
    /** To be read aloud. */
    code: z.string().nullable(),
  })
  .openapi('OpenedGuestPass');
export type OpenedGuestPass = z.infer<typeof openedPassSchema>;

export const openGuestPass = createRoute({
  method: 'post',
  path: '/api/documents/{id}/passes',
  operationId: 'openGuestPass',
  summary: 'Let guests into a document for some hours, by QR code or spoken code',
  tags: ['guests'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: documentIdSchema }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ hours: z.int().min(1).max(12).default(4) })),
  },
  responses: { 200: { description: 'Opened', content: json(openedPassSchema) }, ...problemResponses(...COMMAND_PROBLEMS) },
});

const openPassSchema = passSchema
  .omit({ documentId: true })
  .extend({
    /** How many have come in by it and have not left. */
    guests: z.int().min(0),
    /** Whether whoever asks has opened it. */
    yours: z.boolean(),
  })
  .openapi('OpenGuestPass');
export type OpenGuestPass = z.infer<typeof openPassSchema>;

export const listGuestPasses = createRoute({
  method: 'get',
  path: '/api/documents/{id}/passes',
  operationId: 'listGuestPasses',
  summary: 'The passes that let guests into a document now, and how many have come in; for those who may open one',
  tags: ['guests'],
  security: SIGNED_IN,
  request: { params: z.object({ id: documentIdSchema }) },
  responses: {
    200: { description: 'The newest first', content: json(z.object({ passes: z.array(openPassSchema) })) },
    ...problemResponses('signed-out', 'not-allowed', 'not-found'),
  },
});

export const renewGuestPass = createRoute({
  method: 'post',
  path: '/api/passes/{id}/renew',
  operationId: 'renewGuestPass',
  summary: 'A new QR code and a new spoken code for a pass: the old ones let nobody in from now on',
  tags: ['guests'],
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().max(64) }), headers: commandHeadersSchema },
  responses: { 200: { description: 'Renewed', content: json(openedPassSchema) }, ...problemResponses(...COMMAND_PROBLEMS) },
});

const endedPassSchema = z.object({ receipt: receiptSchema, pass: passSchema });
export type EndedGuestPass = z.infer<typeof endedPassSchema>;

export const endGuestPass = createRoute({
  method: 'post',
  path: '/api/passes/{id}/end',
  operationId: 'endGuestPass',
  summary: 'Let nobody else in by this pass; who is in stays',
  tags: ['guests'],
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().max(64) }), headers: commandHeadersSchema },
  responses: { 200: { description: 'Ended', content: json(endedPassSchema) }, ...problemResponses(...COMMAND_PROBLEMS) },
});

const joinSchema = z
  .intersection(
    z.union([z.object({ secret: z.string().min(20).max(100) }), z.object({ code: z.string().min(4).max(40) })]),
    z.object({ name: nameSchema(40) }),
  )
  .openapi('Join');
export type Join = z.infer<typeof joinSchema>;

const joinedSchema = z.object({ person: personSchema, documentId: documentIdSchema, endsAtMs: z.int() }).openapi('Joined');
export type Joined = z.infer<typeof joinedSchema>;

export const joinAsGuest = createRoute({
  method: 'post',
  path: '/api/guests',
  operationId: 'joinAsGuest',
  summary: 'Come in as a guest; sets a session cookie, or adds the document to whoever is signed in',
  tags: ['guests'],
  request: jsonBody(joinSchema),
  responses: {
    200: { description: 'In', content: json(joinedSchema) },
    ...problemResponses('bad-input', 'pass-not-valid', 'foreign-origin', 'too-many-tries'),
  },
});
