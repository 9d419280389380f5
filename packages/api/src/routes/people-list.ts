/** The people of an administrator's places: who holds what, since and until when, and who is invited. */
import { createRoute, z } from '@hono/zod-openapi';
import { ROLES } from '@ginnel/domain/people';
import { capacitySchema, personIdSchema, personSchema } from '../schemas/people.ts';
import { organisationIdSchema, placeIdSchema } from '../schemas/places.ts';
import { problemResponses } from '../schemas/problem.ts';
import { SIGNED_IN } from './decisions.ts';
import { json } from './json.ts';

const listedSchema = z
  .object({
    person: personSchema,
    /** The month of their last sign-in, no closer; null when the journal knows of none. */
    lastSignedIn: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .nullable(),
    held: z.array(
      z.object({
        capacity: capacitySchema,
        fromMs: z.int(),
        untilMs: z.int().nullable(),
        state: z.enum(['stands', 'to-come', 'ended']),
        /** What the reader may do about it. */
        may: z.object({ end: z.boolean(), handOver: z.boolean() }),
      }),
    ),
  })
  .openapi('ListedPerson');
export type ListedPerson = z.infer<typeof listedSchema>;

const listSchema = z
  .object({
    people: z.array(listedSchema),
    /** Who has not answered yet; with the first piece only. No addresses. */
    invited: z.array(
      z.object({
        id: z.string(),
        /** As the inviter wrote it; null for somebody who takes part here already. */
        name: z.string().nullable(),
        role: z.enum(ROLES),
        organisationId: organisationIdSchema.nullable(),
        placeId: placeIdSchema,
        atMs: z.int(),
        expiresAtMs: z.int(),
      }),
    ),
    /** Where the reader administers: nobody of other places is listed. */
    places: z.array(placeIdSchema),
    /** For the next piece; null when there is none. */
    after: personIdSchema.nullable(),
  })
  .openapi('PeopleOfPlaces');
export type PeopleOfPlaces = z.infer<typeof listSchema>;

export const listPeople = createRoute({
  method: 'get',
  path: '/api/administration/people',
  operationId: 'listPeople',
  summary: 'People of the places that one administers, by the names they are shown under; for administrators',
  tags: ['administration'],
  security: SIGNED_IN,
  request: {
    query: z.object({
      name: z.string().trim().max(100).default(''),
      place: placeIdSchema.optional(),
      role: z.enum(ROLES).optional(),
      state: z.enum(['now', 'ended']).default('now'),
      after: personIdSchema.optional(),
    }),
  },
  responses: {
    200: { description: 'The piece, by name', content: json(listSchema) },
    ...problemResponses('bad-input', 'signed-out', 'not-allowed'),
  },
});
