/** Moderation as the API shows it. */
import { z } from '@hono/zod-openapi';
import { MODERATION_REASONS, REPORT_OUTCOMES } from '@ginnel/domain/moderation';
import { reasonSchema } from './decisions.ts';
import { documentIdSchema } from './documents.ts';
import { momentSchema } from './moment.ts';
import { personIdSchema } from './people.ts';
import { placeIdSchema } from './places.ts';

export const moderationReasonSchema = z.enum(MODERATION_REASONS);
export const reportOutcomeSchema = z.enum(REPORT_OUTCOMES);

export const newReportSchema = z
  .object({
    documentId: documentIdSchema,
    /** Where in the document: `priorities/p_8fk2m1xq90za/why`; empty for the whole of it. */
    path: z.string().max(300).default(''),
    /** The words it is about, as they stand. */
    quote: z.string().max(2000).default(''),
    reason: moderationReasonSchema,
    words: z.string().trim().max(2000).default(''),
  })
  .openapi('NewReport');
export type NewReport = z.input<typeof newReportSchema>;

export const reportSchema = z
  .object({
    id: z.string(),
    documentId: documentIdSchema,
    placeId: placeIdSchema,
    path: z.string(),
    quote: z.string(),
    reason: moderationReasonSchema,
    words: z.string(),
    atMs: z.int(),
  })
  .openapi('Report');

export const removalSchema = z
  .object({
    id: z.string(),
    personId: personIdSchema,
    placeId: placeIdSchema,
    reason: moderationReasonSchema,
    words: z.string(),
    fromMs: z.int(),
    /** `null`: until it is lifted. */
    untilMs: z.int().nullable(),
    appeal: z.string().nullable(),
    answeredAtMs: z.int().nullable(),
  })
  .openapi('Removal');
export type Removal = z.infer<typeof removalSchema>;

export const newRemovalSchema = z
  .object({ placeId: placeIdSchema, reason: moderationReasonSchema, words: reasonSchema, untilMs: momentSchema.nullable() })
  .openapi('NewRemoval');
export type NewRemoval = z.infer<typeof newRemovalSchema>;

export const moderationRecordSchema = z
  .object({ seq: z.int(), atMs: z.int(), command: z.string(), subject: z.string(), facts: z.record(z.string(), z.unknown()) })
  .openapi('ModerationRecord');
export type ModerationRecord = z.infer<typeof moderationRecordSchema>;
