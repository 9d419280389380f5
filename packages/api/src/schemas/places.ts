/** Places and organisations as the API shows them. */
import { z } from '@hono/zod-openapi';
import { MEMBERSHIP_CLASSES, ORGANISATION_KINDS } from '@ginnel/domain/people';
import { TIERS } from '@ginnel/domain/places';

export const placeIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/)
  .openapi({ example: 'radcliffe-west' });
export const organisationIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,59}$/)
  .openapi({ example: 'radcliffe-litter-pickers' });

export const placeSchema = z
  .object({
    id: placeIdSchema,
    tier: z.enum(TIERS),
    name: z.string(),
    tierName: z.string(),
    parentId: placeIdSchema.nullable(),
    onsCode: z.string().nullable(),
    about: z.string(),
  })
  .openapi('Place');
export type Place = z.infer<typeof placeSchema>;

export const organisationSchema = z
  .object({
    id: organisationIdSchema,
    kind: z.enum(ORGANISATION_KINDS),
    name: z.string(),
    /** What it joined as: full, associate or affiliate. */
    class: z.enum(MEMBERSHIP_CLASSES),
    /** An infrastructure organisation, which drafts for groups that let it. */
    umbrella: z.boolean(),
  })
  .openapi('Organisation');
export type Organisation = z.infer<typeof organisationSchema>;
