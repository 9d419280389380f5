/** People, and how they sign in, as the API shows them. */
import { z } from '@hono/zod-openapi';
import { ROLES } from '@ginnel/domain/people';
import { organisationIdSchema, placeIdSchema } from './places.ts';

export const personIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .openapi({ example: 'amina-hussain' });

export const capacitySchema = z
  .object({
    id: z.string(),
    role: z.enum(ROLES),
    /** Said after the name: "for Streets & Parks". */
    label: z.string(),
    organisationId: organisationIdSchema.nullable(),
    placeId: placeIdSchema,
    /** Not in one's own right: as a deputy, by a group's grant, or called in on a topic. Chosen, never taken for granted. */
    held: z.enum(['deputy', 'grant', 'topic']).nullable(),
    /** Counts in this one document only. */
    within: z.string().nullable(),
  })
  .openapi('Capacity');
export type Capacity = z.infer<typeof capacitySchema>;

export const personSchema = z.object({ id: personIdSchema, name: z.string(), demo: z.boolean() }).openapi('Person');
export type Person = z.infer<typeof personSchema>;

export const meSchema = z.object({ person: personSchema.nullable(), capacities: z.array(capacitySchema) }).openapi('Me');
export type Me = z.infer<typeof meSchema>;

export const linkRequestSchema = z.object({ email: z.email().max(254) }).openapi('LinkRequest');

/** Either the token of the link, or the code of the same message typed in. */
export const linkConfirmSchema = z
  .union([z.object({ token: z.string().min(20).max(100) }), z.object({ code: z.string().min(4).max(20) })])
  .openapi('LinkConfirm');
export type LinkConfirm = z.infer<typeof linkConfirmSchema>;

export const signedInSchema = z.object({ person: personSchema, expiresAtMs: z.int() }).openapi('SignedIn');
export type SignedIn = z.infer<typeof signedInSchema>;

export const demoPersonSchema = z
  .object({ id: personIdSchema, name: z.string(), roles: z.array(z.enum(ROLES)), capacities: z.array(capacitySchema) })
  .openapi('DemoPerson');
export type DemoPerson = z.infer<typeof demoPersonSchema>;

export const demoSignedInSchema = signedInSchema.extend({ token: z.string() }).openapi('DemoSignedIn');
export type DemoSignedIn = z.infer<typeof demoSignedInSchema>;

export const demoMailSchema = z
  .object({ id: z.string(), to: z.string(), subject: z.string(), text: z.string(), atMs: z.int() })
  .openapi('DemoMail');
export type DemoMail = z.infer<typeof demoMailSchema>;
