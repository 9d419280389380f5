/** First-run set-up by browser: on an empty installation, for whoever holds the secret that its terminal shows. */
import { createRoute, z } from '@hono/zod-openapi';
import { boroughSchema, faultSchema, fileSchema, importReportSchema, setUpDraftSchema } from '../schemas/administration.ts';
import { problemResponses } from '../schemas/problem.ts';
import { json, jsonBody } from './json.ts';

/** The secret, as the address that the terminal shows carries it after `#`. */
const secretHeaders = z.object({ 'ginnel-set-up': z.string().min(20).max(100) });
const GUARDED = ['bad-input', 'foreign-origin', 'not-allowed', 'wrong-state', 'too-many-tries'] as const;

export const getSetUp = createRoute({
  method: 'get',
  path: '/api/set-up',
  operationId: 'getSetUp',
  summary: 'Whether this installation has yet to be set up, and whether it can send mail',
  tags: ['set-up'],
  responses: { 200: { description: 'Whether', content: json(z.object({ needed: z.boolean(), mail: z.boolean() })) } },
});

export const openSetUp = createRoute({
  method: 'post',
  path: '/api/set-up/open',
  operationId: 'openSetUp',
  summary: 'The draft as it was left; `null` when nothing was kept yet',
  tags: ['set-up'],
  request: { headers: secretHeaders },
  responses: {
    200: { description: 'The draft', content: json(z.object({ draft: setUpDraftSchema.nullable() })) },
    ...problemResponses(...GUARDED),
  },
});

export const keepSetUp = createRoute({
  method: 'put',
  path: '/api/set-up/draft',
  operationId: 'keepSetUp',
  summary: 'Keep the draft, so that set-up can be left and taken up on any device',
  tags: ['set-up'],
  request: { headers: secretHeaders, ...jsonBody(setUpDraftSchema) },
  responses: { 204: { description: 'Kept' }, ...problemResponses(...GUARDED) },
});

export const previewSetUp = createRoute({
  method: 'post',
  path: '/api/set-up/preview',
  operationId: 'previewSetUp',
  summary: 'What a list would set up, line by line; changes nothing',
  tags: ['set-up'],
  request: {
    headers: secretHeaders,
    ...jsonBody(z.object({ list: z.enum(['places', 'organisations']), borough: boroughSchema, file: fileSchema })),
  },
  responses: { 200: { description: 'The report', content: json(importReportSchema) }, ...problemResponses(...GUARDED) },
});

const setUpFaultSchema = faultSchema.extend({ step: z.enum(['borough', 'places', 'organisations', 'administrator']) });

export const finishSetUp = createRoute({
  method: 'post',
  path: '/api/set-up/finish',
  operationId: 'finishSetUp',
  summary: 'Set up what is given, or else what the kept draft holds, whole or not at all; afterwards the secret is worth nothing',
  description:
    'With `passkey` this browser is signed in as the first administrator, to add a passkey at once. With `link` a letter goes to their address, and this browser is not signed in.',
  tags: ['set-up'],
  request: { headers: secretHeaders, ...jsonBody(z.object({ by: z.enum(['link', 'passkey']), draft: setUpDraftSchema.optional() })) },
  responses: {
    200: {
      description: 'Set up, or what does not fit yet; then nothing was set up',
      content: json(z.object({ done: z.boolean(), faults: z.array(setUpFaultSchema) })),
    },
    ...problemResponses(...GUARDED),
  },
});
export type SetUpFault = z.infer<typeof setUpFaultSchema>;
