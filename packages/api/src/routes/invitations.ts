/** Invitations by e-mail. Opening changes nothing; accepting needs a sign-in and a click. */
import { createRoute, z } from '@hono/zod-openapi';
import { ROLES } from '@ginnel/domain/people';
import { invitationSchema } from '../schemas/administration.ts';
import { commandHeadersSchema, receiptSchema } from '../schemas/decisions.ts';
import { momentSchema } from '../schemas/moment.ts';
import { nameSchema } from '../schemas/names.ts';
import { capacitySchema } from '../schemas/people.ts';
import { organisationIdSchema, placeIdSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const tokenSchema = z.object({ token: z.string().min(20).max(100) });
const answered = json(z.object({ receipt: receiptSchema, invitation: invitationSchema }));

export const invite = createRoute({
  method: 'post',
  path: '/api/invitations',
  operationId: 'invite',
  summary: 'Invite somebody by e-mail: a lead into their group, an administrator into any role',
  tags: ['membership'],
  security: SIGNED_IN,
  request: {
    headers: commandHeadersSchema,
    ...jsonBody(
      z.object({
        email: z.email().max(254),
        name: nameSchema(100),
        role: z.enum(ROLES),
        organisationId: organisationIdSchema.nullable().default(null),
        placeId: placeIdSchema,
        untilMs: momentSchema.nullable().default(null),
        days: z.int().min(1).max(60).default(14),
      }),
    ),
  },
  responses: { 200: { description: 'Invited; the letter is on its way', content: answered }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const withdrawInvitation = createRoute({
  method: 'post',
  path: '/api/invitations/{id}/withdraw',
  operationId: 'withdrawInvitation',
  summary: 'Withdraw an invitation: its letter is worth nothing any more',
  tags: ['membership'],
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().max(40) }), headers: commandHeadersSchema },
  responses: { 200: { description: 'Withdrawn', content: answered }, ...problemResponses(...COMMAND_PROBLEMS) },
});

const openedSchema = z.object({
  name: z.string(),
  email: z.string(),
  inviter: z.string(),
  label: z.string(),
  role: z.enum(ROLES),
  placeId: placeIdSchema,
  placeName: z.string(),
  organisationName: z.string().nullable(),
  untilMs: z.int().nullable(),
  expiresAtMs: z.int(),
});
export type OpenedInvitation = z.infer<typeof openedSchema>;

export const openInvitation = createRoute({
  method: 'post',
  path: '/api/invitations/open',
  operationId: 'openInvitation',
  summary: 'What a letter’s invitation is for; changes nothing',
  tags: ['membership'],
  request: jsonBody(tokenSchema),
  responses: {
    200: { description: 'The invitation', content: json(openedSchema) },
    ...problemResponses('bad-input', 'foreign-origin', 'not-found', 'too-many-tries'),
  },
});

export const signInToInvitation = createRoute({
  method: 'post',
  path: '/api/invitations/sign-in',
  operationId: 'signInToInvitation',
  summary: 'Have a sign-in link sent to the address that was invited; nothing is accepted yet',
  tags: ['membership'],
  request: jsonBody(tokenSchema),
  responses: {
    202: { description: 'Sent', content: json(z.object({ sent: z.literal(true) })) },
    ...problemResponses('bad-input', 'foreign-origin', 'not-found', 'too-many-tries'),
  },
});

export const acceptInvitation = createRoute({
  method: 'post',
  path: '/api/invitations/accept',
  operationId: 'acceptInvitation',
  summary: 'Accept, as whoever reads mail at the address of the letter',
  tags: ['membership'],
  security: SIGNED_IN,
  request: { headers: commandHeadersSchema, ...jsonBody(tokenSchema) },
  responses: {
    200: { description: 'Accepted', content: json(z.object({ receipt: receiptSchema, capacity: capacitySchema })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});
