/** Who acts for an organisation or has a role in a place: invited, granted, handed over, ended. Nobody shares a password. */
import { createRoute, z } from '@hono/zod-openapi';
import { ROLES } from '@ginnel/domain/people';
import { commandHeadersSchema, reasonSchema, receiptSchema } from '../schemas/decisions.ts';
import { documentIdSchema } from '../schemas/documents.ts';
import { momentSchema } from '../schemas/moment.ts';
import { nameSchema } from '../schemas/names.ts';
import { capacitySchema, personIdSchema, personSchema } from '../schemas/people.ts';
import { organisationIdSchema, placeIdSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

export const whomSchema = z
  .union([z.object({ personId: personIdSchema }), z.object({ email: z.email().max(254), name: nameSchema(100) })])
  .openapi('Whom', { description: 'Somebody with an account, or whoever reads mail at this address' });

const grantSchema = {
  whom: whomSchema,
  role: z.enum(ROLES),
  /** The beginning of the term; at once when left out. */
  fromMs: momentSchema.nullable().default(null),
  /** The end of the term; until further notice when left out. */
  untilMs: momentSchema.nullable().default(null),
};

const grantedSchema = z.object({ receipt: receiptSchema, capacity: capacitySchema });

export const listMembers = createRoute({
  method: 'get',
  path: '/api/organisations/{id}/members',
  operationId: 'listMembers',
  summary: 'Who acts for an organisation; for its members and for administrators',
  tags: ['membership'],
  security: SIGNED_IN,
  request: { params: z.object({ id: organisationIdSchema }) },
  responses: {
    200: {
      description: 'The members by name',
      content: json(z.object({ members: z.array(z.object({ person: personSchema, capacity: capacitySchema })) })),
    },
    ...problemResponses('bad-input', 'signed-out', 'not-allowed', 'not-found'),
  },
});

export const grantInOrganisation = createRoute({
  method: 'post',
  path: '/api/organisations/{id}/members',
  operationId: 'grantInOrganisation',
  summary: 'Let somebody act for an organisation: by one of its leads, or an administrator',
  tags: ['membership'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: organisationIdSchema }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ ...grantSchema, placeId: placeIdSchema })),
  },
  responses: { 200: { description: 'Granted', content: json(grantedSchema) }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const grantInPlace = createRoute({
  method: 'post',
  path: '/api/places/{id}/roles',
  operationId: 'grantInPlace',
  summary: 'Give somebody a role in a place: by an administrator',
  tags: ['membership'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: placeIdSchema }),
    headers: commandHeadersSchema,
    /** For one session only, where a document is named. */
    ...jsonBody(z.object({ ...grantSchema, documentId: documentIdSchema.nullable().default(null) })),
  },
  responses: { 200: { description: 'Granted', content: json(grantedSchema) }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const endCapacity = createRoute({
  method: 'post',
  path: '/api/capacities/{id}/end',
  operationId: 'endCapacity',
  summary: 'End a capacity: one’s own, of a member of one’s group, or as an administrator',
  description: 'The person’s sessions end, and within five seconds nobody writes in the capacity. What was written keeps its author.',
  tags: ['membership'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: z.string().max(200) }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ reason: reasonSchema })),
  },
  responses: { 200: { description: 'Ended', content: json(grantedSchema) }, ...problemResponses(...COMMAND_PROBLEMS) },
});
export type Whom = z.infer<typeof whomSchema>;
export type Granted = z.infer<typeof grantedSchema>;
