/** Organisations: their page, what they joined as, groups that residents form, and grants to draft for a group. */
import { createRoute, z } from '@hono/zod-openapi';
import { MEMBERSHIP_CLASSES } from '@ginnel/domain/people';
import { draftingGrantSchema, organisationPageSchema } from '../schemas/administration.ts';
import { commandHeadersSchema, receiptSchema } from '../schemas/decisions.ts';
import { documentIdSchema } from '../schemas/documents.ts';
import { momentSchema } from '../schemas/moment.ts';
import { nameSchema } from '../schemas/names.ts';
import { capacitySchema } from '../schemas/people.ts';
import { organisationIdSchema, organisationSchema, placeIdSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';

const anOrganisation = { params: z.object({ id: organisationIdSchema }) };
const aGrant = { params: z.object({ id: z.string().max(40) }), headers: commandHeadersSchema };
const granted = json(z.object({ receipt: receiptSchema, grant: draftingGrantSchema }));
const changed = json(z.object({ receipt: receiptSchema, organisation: organisationSchema }));

export const getOrganisation = createRoute({
  method: 'get',
  path: '/api/organisations/{id}',
  operationId: 'getOrganisation',
  summary: 'An organisation and what it joined as; its people, invitations and grants for its members and administrators',
  tags: ['membership'],
  request: anOrganisation,
  responses: {
    200: { description: 'The organisation', content: json(organisationPageSchema) },
    ...problemResponses('bad-input', 'not-found'),
  },
});

export const changeOrganisation = createRoute({
  method: 'post',
  path: '/api/organisations/{id}/class',
  operationId: 'changeOrganisation',
  summary: 'Full, associate or affiliate member, and whether it supports others; by an administrator',
  tags: ['membership'],
  security: SIGNED_IN,
  request: {
    ...anOrganisation,
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ class: z.enum(MEMBERSHIP_CLASSES), umbrella: z.boolean() })),
  },
  responses: { 200: { description: 'Changed', content: changed }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const formGroup = createRoute({
  method: 'post',
  path: '/api/places/{id}/groups',
  operationId: 'formGroup',
  summary: 'Form a group in a place of one’s own, and lead it',
  tags: ['membership'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: placeIdSchema }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ name: nameSchema(90, { min: 2 }) })),
  },
  responses: { 200: { description: 'Formed', content: changed }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const giveGrant = createRoute({
  method: 'post',
  path: '/api/organisations/{id}/grants',
  operationId: 'giveGrant',
  summary: 'Let an umbrella body draft for the group, in one document or one place, until a day; by a lead of the group',
  tags: ['membership'],
  security: SIGNED_IN,
  request: {
    ...anOrganisation,
    headers: commandHeadersSchema,
    ...jsonBody(
      z.object({
        helperId: organisationIdSchema,
        where: z.union([z.object({ documentId: documentIdSchema }), z.object({ placeId: placeIdSchema })]),
        untilMs: momentSchema,
      }),
    ),
  },
  responses: { 200: { description: 'Given', content: granted }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const withdrawGrant = createRoute({
  method: 'post',
  path: '/api/grants/{id}/withdraw',
  operationId: 'withdrawGrant',
  summary: 'Withdraw a grant, or give it back: the next edit under it is refused',
  tags: ['membership'],
  security: SIGNED_IN,
  request: aGrant,
  responses: { 200: { description: 'Withdrawn', content: granted }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const takeUpGrant = createRoute({
  method: 'post',
  path: '/api/grants/{id}/take-up',
  operationId: 'takeUpGrant',
  summary: 'Draft under a grant: by somebody of the umbrella body, in a capacity that says so',
  tags: ['membership'],
  security: SIGNED_IN,
  request: aGrant,
  responses: {
    200: { description: 'The capacity', content: json(z.object({ receipt: receiptSchema, capacity: capacitySchema })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});
