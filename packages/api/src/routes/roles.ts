/** Terms of roles: deputies, handover, people called in on a topic, teams with seats, and what needs somebody to look after. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  handoverPackSchema,
  heldRoleSchema,
  importBatchSchema,
  invitationSchema,
  seatSchema,
  teamPageSchema,
  teamSchema,
} from '../schemas/administration.ts';
import { commandHeadersSchema, receiptSchema } from '../schemas/decisions.ts';
import { documentIdSchema } from '../schemas/documents.ts';
import { momentSchema } from '../schemas/moment.ts';
import { nameSchema } from '../schemas/names.ts';
import { capacitySchema } from '../schemas/people.ts';
import { organisationIdSchema, placeIdSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { COMMAND_PROBLEMS, SIGNED_IN } from './decisions.ts';
import { json, jsonBody } from './json.ts';
import { whomSchema } from './membership.ts';

const aCapacity = { params: z.object({ id: z.string().max(200) }), headers: commandHeadersSchema };
const granted = json(z.object({ receipt: receiptSchema, capacity: capacitySchema }));

export const nameDeputy = createRoute({
  method: 'post',
  path: '/api/capacities/{id}/deputies',
  operationId: 'nameDeputy',
  summary: 'Name a deputy for a role until a day: by its holder, or who decides on it',
  tags: ['roles'],
  security: SIGNED_IN,
  request: {
    ...aCapacity,
    ...jsonBody(z.object({ whom: whomSchema, fromMs: momentSchema.nullable().default(null), untilMs: momentSchema })),
  },
  responses: { 200: { description: 'Named', content: granted }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const handOver = createRoute({
  method: 'post',
  path: '/api/capacities/{id}/hand-over',
  operationId: 'handOver',
  summary: 'Hand a role over from its holder to the next one, at one moment',
  tags: ['roles'],
  security: SIGNED_IN,
  request: {
    ...aCapacity,
    ...jsonBody(
      z.object({
        whom: whomSchema,
        /** When; now when left out. */
        onMs: momentSchema.nullable().default(null),
        /** Both hold it until then, where that is wanted. */
        bothUntilMs: momentSchema.nullable().default(null),
        untilMs: momentSchema.nullable().default(null),
      }),
    ),
  },
  responses: { 200: { description: 'Handed over', content: granted }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const getHandover = createRoute({
  method: 'get',
  path: '/api/capacities/{id}/handover',
  operationId: 'getHandover',
  summary: 'What goes with a role: for its holder, whoever takes it over, and who decides on it',
  tags: ['roles'],
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().max(200) }) },
  responses: {
    200: { description: 'The pack', content: json(handoverPackSchema) },
    ...problemResponses('bad-input', 'signed-out', 'not-allowed', 'not-found'),
  },
});

export const writeHandoverNote = createRoute({
  method: 'post',
  path: '/api/capacities/{id}/handover',
  operationId: 'writeHandoverNote',
  summary: 'What the holder wants the next one to know',
  tags: ['roles'],
  security: SIGNED_IN,
  request: { ...aCapacity, ...jsonBody(z.object({ words: z.string().trim().max(10_000) })) },
  responses: {
    200: { description: 'Kept', content: json(z.object({ receipt: receiptSchema, words: z.string() })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});

export const callIn = createRoute({
  method: 'post',
  path: '/api/documents/{id}/topic-members',
  operationId: 'callIn',
  summary: 'Call somebody in on one topic, in one document, until a day; by a system leader or an administrator',
  tags: ['roles'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: documentIdSchema }),
    headers: commandHeadersSchema,
    ...jsonBody(
      z.object({
        whom: whomSchema,
        organisationId: organisationIdSchema.nullable().default(null),
        topic: nameSchema(80),
        untilMs: momentSchema,
      }),
    ),
  },
  responses: { 200: { description: 'Called in', content: granted }, ...problemResponses(...COMMAND_PROBLEMS) },
});

const calledInSchema = z
  .object({
    people: z.array(heldRoleSchema.extend({ state: z.enum(['stands', 'to-come']), may: z.object({ end: z.boolean() }) })),
    may: z.object({ callIn: z.boolean(), giveRole: z.boolean() }),
  })
  .openapi('CalledIn');
export type CalledIn = z.infer<typeof calledInSchema>;

export const listCalledIn = createRoute({
  method: 'get',
  path: '/api/documents/{id}/topic-members',
  operationId: 'listCalledIn',
  summary: 'Who takes part in this document only: called in on a topic, or with a role for one session; for those who decide on it',
  tags: ['roles'],
  security: SIGNED_IN,
  request: { params: z.object({ id: documentIdSchema }) },
  responses: {
    200: { description: 'By term, the newest first', content: json(calledInSchema) },
    ...problemResponses('bad-input', 'signed-out', 'not-allowed', 'not-found'),
  },
});

export const listTeams = createRoute({
  method: 'get',
  path: '/api/teams',
  operationId: 'listTeams',
  summary: 'Teams of all places',
  tags: ['roles'],
  responses: { 200: { description: 'By name', content: json(z.object({ teams: z.array(teamSchema) })) } },
});

const teamAnswer = json(z.object({ receipt: receiptSchema, team: teamSchema }));

export const makeTeam = createRoute({
  method: 'post',
  path: '/api/places/{id}/teams',
  operationId: 'makeTeam',
  summary: 'A team for a place, with its seats and how many make a quorum; by a system leader or an administrator',
  tags: ['roles'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: placeIdSchema }),
    headers: commandHeadersSchema,
    ...jsonBody(
      z.object({
        name: nameSchema(90),
        quorum: z.int().min(1).max(50),
        seats: z
          .array(
            z.object({
              name: nameSchema(90),
              core: z.boolean().default(true),
              organisationId: organisationIdSchema.nullable().default(null),
            }),
          )
          .min(1)
          .max(50),
      }),
    ),
  },
  responses: { 200: { description: 'Made', content: teamAnswer }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const getTeam = createRoute({
  method: 'get',
  path: '/api/teams/{id}',
  operationId: 'getTeam',
  summary: 'A team: who sits in which seat, which are empty, and whether there can be a quorum; for people with a role of their own',
  tags: ['roles'],
  security: SIGNED_IN,
  request: { params: z.object({ id: z.string().max(40) }) },
  responses: {
    200: { description: 'The team', content: json(teamPageSchema) },
    ...problemResponses('bad-input', 'signed-out', 'not-allowed', 'not-found'),
  },
});

export const setQuorum = createRoute({
  method: 'post',
  path: '/api/teams/{id}/quorum',
  operationId: 'setQuorum',
  summary: 'How many core members a decision needs',
  tags: ['roles'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: z.string().max(40) }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ quorum: z.int().min(1).max(50) })),
  },
  responses: { 200: { description: 'Set', content: teamAnswer }, ...problemResponses(...COMMAND_PROBLEMS) },
});

export const fillSeat = createRoute({
  method: 'post',
  path: '/api/seats/{id}',
  operationId: 'fillSeat',
  summary: 'Seat somebody, or empty the seat',
  tags: ['roles'],
  security: SIGNED_IN,
  request: {
    params: z.object({ id: z.string().max(40) }),
    headers: commandHeadersSchema,
    ...jsonBody(z.object({ capacityId: z.string().max(200).nullable() })),
  },
  responses: {
    200: { description: 'Done', content: json(z.object({ receipt: receiptSchema })) },
    ...problemResponses(...COMMAND_PROBLEMS),
  },
});

const administrationSchema = z
  .object({
    ending: z.array(heldRoleSchema),
    vacancies: z.array(z.object({ teamId: z.string(), teamName: z.string(), placeId: placeIdSchema, seat: seatSchema })),
    imports: z.array(importBatchSchema),
    invitations: z.array(invitationSchema),
    /** Councillors by party, as numbers: for the balance across parties, and never beside anything that somebody wrote. */
    balance: z.array(z.object({ party: z.string(), councillors: z.int() })),
    may: z.object({ import: z.boolean() }),
  })
  .openapi('Administration');
export type Administration = z.infer<typeof administrationSchema>;

export const getAdministration = createRoute({
  method: 'get',
  path: '/api/administration',
  operationId: 'getAdministration',
  summary: 'What needs somebody to look after: roles that end, empty seats, invitations, imports; for system leaders and administrators',
  tags: ['administration'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'What there is', content: json(administrationSchema) },
    ...problemResponses('signed-out', 'not-allowed'),
  },
});
