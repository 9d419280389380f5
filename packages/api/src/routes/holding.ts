/** Holding, hiding and restoring words; appeals and their panels; warnings; the public counts. */
import { createRoute, z } from '@hono/zod-openapi';
import { PANEL_VOTES } from '@ginnel/domain/moderation';
import { commandHeadersSchema, reasonSchema, receiptSchema } from '../schemas/decisions.ts';
import { documentIdSchema } from '../schemas/documents.ts';
import {
  appealSchema,
  heldMarkSchema,
  heldSchema,
  newHoldSchema,
  panelCaseSchema,
  publicCountSchema,
  queueSchema,
  warningSchema,
  writerSchema,
} from '../schemas/holding.ts';
import { moderationReasonSchema } from '../schemas/moderation.ts';
import { personIdSchema } from '../schemas/people.ts';
import { placeIdSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const idParams = z.object({ id: z.string().max(64) });
const tags = ['moderation'];
const decidedSchema = z.object({ receipt: receiptSchema, held: heldSchema });
const commandProblems = problemResponses(...COMMAND_PROBLEMS);
const decisionProblems = problemResponses(...COMMAND_PROBLEMS, 'not-independent');

export const readQueue = createRoute({
  method: 'get',
  path: '/api/moderation/queue',
  operationId: 'readQueue',
  summary: 'What waits for a moderator, in the places that one’s roles reach',
  description: 'Safeguarding is seen by its leads only. Nobody sees a report about their own words.',
  tags,
  security: SIGNED_IN,
  responses: {
    200: { description: 'At most 200 reports, and everything else that waits', content: json(queueSchema) },
    ...problemResponses('signed-out', 'not-allowed'),
  },
});

export const holdWords = createRoute({
  method: 'post',
  path: '/api/documents/{id}/holds',
  operationId: 'holdWords',
  summary: 'Take one person’s words out of sight at once, for everyone; they are kept with their author and place',
  description:
    'Held while somebody looks at them, or hidden with a reason. Every reader’s copy loses them, programs’ too, within a second.',
  tags,
  security: SIGNED_IN,
  request: { params: z.object({ id: documentIdSchema }), headers: commandHeadersSchema, ...jsonBody(newHoldSchema) },
  responses: { 200: { description: 'Out of sight', content: json(decidedSchema) }, ...decisionProblems },
});

export const decideHeld = createRoute({
  method: 'post',
  path: '/api/holds/{id}/decide',
  operationId: 'decideHeld',
  summary: 'Hide held words with a reason, or restore held or hidden ones at their place, under their author',
  tags,
  security: SIGNED_IN,
  request: {
    params: idParams,
    headers: commandHeadersSchema,
    ...jsonBody(
      z.object({
        to: z.enum(['hidden', 'restored']),
        words: reasonSchema,
        undo: z.boolean().default(false).openapi({ description: 'By who held them, as if they had not: the reports wait again' }),
      }),
    ),
  },
  responses: { 200: { description: 'Decided', content: json(decidedSchema) }, ...decisionProblems },
});

export const listHeldMarks = createRoute({
  method: 'get',
  path: '/api/documents/{id}/holds',
  operationId: 'listHeldMarks',
  summary: 'Where words are held or hidden in a document, and why; public',
  tags,
  request: { params: z.object({ id: documentIdSchema }) },
  responses: {
    200: { description: 'The oldest first', content: json(z.object({ held: z.array(heldMarkSchema) })) },
    ...problemResponses('bad-input', 'not-found'),
  },
});

export const listOwnHeld = createRoute({
  method: 'get',
  path: '/api/me/holds',
  operationId: 'listOwnHeld',
  summary: 'One’s own words that were held, whole, with the reason and what became of them',
  tags,
  security: SIGNED_IN,
  responses: {
    200: { description: 'The newest first', content: json(z.object({ held: z.array(heldSchema) })) },
    ...problemResponses('signed-out'),
  },
});

export const appealHeld = createRoute({
  method: 'post',
  path: '/api/holds/{id}/appeal',
  operationId: 'appealHeld',
  summary: 'Ask a panel to look at holding or hiding one’s own words, once',
  tags,
  security: SIGNED_IN,
  request: { params: idParams, headers: commandHeadersSchema, ...jsonBody(z.object({ words: reasonSchema })) },
  responses: {
    200: { description: 'Appealed', content: json(z.object({ receipt: receiptSchema, appeal: appealSchema })) },
    ...commandProblems,
  },
});

export const listPanelCandidates = createRoute({
  method: 'get',
  path: '/api/appeals/{id}/candidates',
  operationId: 'listPanelCandidates',
  summary: 'Who may sit on the panel of an appeal: people of the place, residents too, whose affair it is not',
  tags,
  security: SIGNED_IN,
  request: { params: idParams },
  responses: {
    200: { description: 'At most 200 people', content: json(z.object({ people: z.array(writerSchema) })) },
    ...problemResponses('bad-input', 'signed-out', 'not-allowed', 'not-found'),
  },
});

export const convenePanel = createRoute({
  method: 'post',
  path: '/api/appeals/{id}/panel',
  operationId: 'convenePanel',
  summary: 'Invite a panel of three, five or seven; by somebody who took none of the decisions',
  tags,
  security: SIGNED_IN,
  request: {
    params: idParams,
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ members: z.array(personIdSchema).min(3).max(7) })),
  },
  responses: {
    200: { description: 'Invited', content: json(z.object({ receipt: receiptSchema, appeal: appealSchema })) },
    ...decisionProblems,
  },
});

export const listPanels = createRoute({
  method: 'get',
  path: '/api/me/panels',
  operationId: 'listPanels',
  summary: 'The appeals on whose panel one sits, with the words in their place, unless it was decided that they stay hidden',
  tags,
  security: SIGNED_IN,
  responses: {
    200: { description: 'The newest first', content: json(z.object({ cases: z.array(panelCaseSchema) })) },
    ...problemResponses('signed-out'),
  },
});

export const votePanel = createRoute({
  method: 'post',
  path: '/api/appeals/{id}/vote',
  operationId: 'votePanel',
  summary: 'Decide as a member of a panel; the vote that makes a majority is carried out',
  tags,
  security: SIGNED_IN,
  request: { params: idParams, headers: commandHeadersSchema, ...jsonBody(z.object({ vote: z.enum(PANEL_VOTES), words: reasonSchema })) },
  responses: {
    200: { description: 'Counted', content: json(z.object({ receipt: receiptSchema, appeal: appealSchema })) },
    ...decisionProblems,
  },
});

export const warnPerson = createRoute({
  method: 'post',
  path: '/api/people/{id}/warnings',
  operationId: 'warnPerson',
  summary: 'Say something to a person, who acknowledges it; nothing is taken from them',
  tags,
  security: SIGNED_IN,
  request: {
    params: z.object({ id: personIdSchema }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ placeId: placeIdSchema, reason: moderationReasonSchema, words: reasonSchema })),
  },
  responses: {
    200: { description: 'Said', content: json(z.object({ receipt: receiptSchema, warning: warningSchema })) },
    ...commandProblems,
  },
});

export const acknowledgeWarning = createRoute({
  method: 'post',
  path: '/api/warnings/{id}/acknowledge',
  operationId: 'acknowledgeWarning',
  summary: 'Say that one has read a warning',
  tags,
  security: SIGNED_IN,
  request: { params: idParams, headers: commandHeadersSchema },
  responses: {
    200: { description: 'Acknowledged', content: json(z.object({ receipt: receiptSchema, warning: warningSchema })) },
    ...commandProblems,
  },
});

export const listOwnWarnings = createRoute({
  method: 'get',
  path: '/api/me/warnings',
  operationId: 'listOwnWarnings',
  summary: 'What moderators have said to one',
  tags,
  security: SIGNED_IN,
  responses: {
    200: { description: 'The newest first', content: json(z.object({ warnings: z.array(warningSchema) })) },
    ...problemResponses('signed-out'),
  },
});

export const readPublicCounts = createRoute({
  method: 'get',
  path: '/api/moderation/counts',
  operationId: 'readPublicCounts',
  summary: 'What was moderated in the last twelve months, by reason; public, and counts under five are not given',
  tags,
  responses: {
    200: { description: 'A line for each reason', content: json(z.object({ sinceMs: z.int(), counts: z.array(publicCountSchema) })) },
  },
});
