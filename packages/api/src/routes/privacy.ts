/** What is held about oneself, what would go and what would stay, and leaving. */
import { createRoute, z } from '@hono/zod-openapi';
import { commandHeadersSchema, receiptSchema } from '../schemas/decisions.ts';
import { capacitySchema, personSchema } from '../schemas/people.ts';
import { problemResponses } from '../schemas/problem.ts';
import { SIGNED_IN } from './decisions.ts';
import { json } from './json.ts';

const decidedSchema = z.object({ seq: z.int(), atMs: z.int(), command: z.string(), subject: z.string(), detail: z.string() });

const ownDataSchema = z
  .object({
    person: personSchema,
    /** `null`: the shown name is the real one. */
    realName: z.string().nullable(),
    email: z.string().nullable(),
    createdAtMs: z.int(),
    exportedAtMs: z.int(),
    capacities: z.array(capacitySchema.extend({ fromMs: z.int(), untilMs: z.int().nullable() })),
    sessions: z.array(z.object({ device: z.string(), createdAtMs: z.int(), expiresAtMs: z.int() })),
    signIns: z.array(z.object({ what: z.string(), device: z.string(), atMs: z.int() })),
    passkeys: z.array(z.object({ name: z.string(), createdAtMs: z.int(), usedAtMs: z.int().nullable() })),
    identities: z.array(z.object({ issuer: z.string(), subject: z.string() })),
    /** What one reported, and what became of it. */
    reports: z.array(
      z.object({
        documentId: z.string(),
        reason: z.string(),
        words: z.string(),
        quote: z.string(),
        atMs: z.int(),
        outcome: z.string().nullable(),
        /** In which capacity; `null`: not known. */
        capacityId: z.string().nullable(),
      }),
    ),
    /** Decisions that one took, with the reasons one gave. */
    decisions: z.array(decidedSchema),
    /** Decisions of others about oneself. Who took them is left out: that is theirs. */
    about: z.array(decidedSchema),
    /** When one was asked to stay away. */
    removals: z.array(
      z.object({
        placeId: z.string(),
        reason: z.string(),
        words: z.string(),
        fromMs: z.int(),
        untilMs: z.int().nullable(),
        appeal: z.string().nullable(),
      }),
    ),
    /** Warnings, words taken out and why, appeals, votes on a panel, notes for whoever comes after, invitations. */
    more: z.array(z.object({ what: z.string(), atMs: z.int(), about: z.string(), words: z.string() })),
    /** Doors that one opened to guests. */
    passes: z.array(z.object({ documentId: z.string(), createdAtMs: z.int(), endsAtMs: z.int() })),
    /** One's words as they stand, run by run, and for whom one wrote them. */
    words: z.array(
      z.object({
        documentId: z.string(),
        title: z.string(),
        path: z.string(),
        text: z.string(),
        atMs: z.int(),
        capacityId: z.string(),
        as: z.string(),
      }),
    ),
  })
  .openapi('OwnData');
export type OwnData = z.infer<typeof ownDataSchema>;

export const exportOwnData = createRoute({
  method: 'get',
  path: '/api/me/export',
  operationId: 'exportOwnData',
  summary: 'Everything that is held about oneself, and every word that one wrote and that stands',
  tags: ['privacy'],
  security: SIGNED_IN,
  responses: { 200: { description: 'One’s data', content: json(ownDataSchema) }, ...problemResponses('signed-out', 'too-many-tries') },
});

export const exportOwnArchive = createRoute({
  method: 'get',
  path: '/api/me/archive',
  operationId: 'exportOwnArchive',
  summary: 'The same for reading and for keeping: one archive with a page (HTML) and the data (JSON)',
  tags: ['privacy'],
  security: SIGNED_IN,
  responses: {
    200: { description: 'A ZIP file', content: { 'application/zip': { schema: z.string().openapi({ format: 'binary' }) } } },
    ...problemResponses('signed-out', 'too-many-tries'),
  },
});

const deletionSchema = z
  .object({
    goes: z.object({
      email: z.string().nullable(),
      capacities: z.int(),
      sessions: z.int(),
      passkeys: z.int(),
      identities: z.int(),
      namesOnReports: z.int(),
      reasonsOfDecisions: z.int(),
      signIns: z.int(),
    }),
    /** Words stay in the documents of others, under “Someone who has left”. */
    stays: z.object({
      characters: z.int(),
      documents: z.int(),
      decisionsWithoutName: z.int(),
      decisionsAbout: z.int(),
      reportsWithoutName: z.int(),
    }),
    /** The parts that somebody else must take over first, as they are said: a group's only lead, the only administrator. */
    handOverFirst: z.array(z.string()),
    /** Leaving needs a sign-in of the last fifteen minutes: whether there is one. */
    freshSignIn: z.boolean(),
  })
  .openapi('Deletion');
export type Deletion = z.infer<typeof deletionSchema>;

export const previewDeletion = createRoute({
  method: 'get',
  path: '/api/me/deletion',
  operationId: 'previewDeletion',
  summary: 'What would go and what would stay if one left',
  tags: ['privacy'],
  security: SIGNED_IN,
  responses: { 200: { description: 'The preview', content: json(deletionSchema) }, ...problemResponses('signed-out', 'too-many-tries') },
});

export const leave = createRoute({
  method: 'delete',
  path: '/api/me',
  operationId: 'leave',
  summary: 'Leave: everything in the preview goes; needs a sign-in of the last fifteen minutes',
  tags: ['privacy'],
  security: SIGNED_IN,
  request: { headers: commandHeadersSchema },
  responses: {
    200: { description: 'Gone', content: json(z.object({ receipt: receiptSchema })) },
    ...problemResponses('signed-out', 'sign-in-again', 'foreign-origin', 'not-allowed', 'not-found', 'wrong-state', 'key-reused'),
  },
});
