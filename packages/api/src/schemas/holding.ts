/** Held words, appeals, panels and warnings as the API shows them. */
import { z } from '@hono/zod-openapi';
import { HELD_STATES, PANEL_VOTES } from '@ginnel/domain/moderation';
import { reasonSchema } from './decisions.ts';
import { documentIdSchema } from './documents.ts';
import { moderationReasonSchema, removalSchema, reportSchema } from './moderation.ts';
import { personIdSchema } from './people.ts';
import { placeIdSchema } from './places.ts';

export const writerSchema = z.object({ personId: z.string(), name: z.string(), label: z.string() }).openapi('Writer');
export type Writer = z.infer<typeof writerSchema>;

const runSchema = z.object({ words: z.string(), author: writerSchema });

export const passageSchema = z
  .object({
    before: z.string(),
    runs: z.array(runSchema),
    after: z.string(),
    /** What whoever wrote the words had taken out to put them there. */
    replaced: z.array(runSchema),
  })
  .openapi('Passage', { description: 'Words in their place: what stands before and after them, and what they replaced' });
export type ShownPassage = z.infer<typeof passageSchema>;

export const heldMarkSchema = z
  .object({
    id: z.string(),
    /** The field or entry in which they stood. */
    path: z.string(),
    state: z.enum(['held', 'hidden']),
    reason: moderationReasonSchema,
    words: z.string(),
    /** `null`: not named, because naming would accuse or endanger. */
    author: writerSchema.omit({ personId: true }).nullable(),
    atMs: z.int(),
  })
  .openapi('HeldMark', { description: 'That words are held or hidden here, and why; public. The words themselves are not in it' });
export type HeldMark = z.infer<typeof heldMarkSchema>;

export const appealSchema = z
  .object({
    id: z.string(),
    words: z.string(),
    atMs: z.int(),
    /** Members of its panel; 0: nobody has been invited yet. */
    members: z.int(),
    /** How many of them have decided. */
    voted: z.int(),
    outcome: z.enum(PANEL_VOTES).nullable(),
    /** What members said, without names; only once it is decided. */
    said: z.array(z.object({ vote: z.enum(PANEL_VOTES), words: z.string() })),
  })
  .openapi('Appeal');
export type Appeal = z.infer<typeof appealSchema>;

export const heldSchema = z
  .object({
    id: z.string(),
    documentId: documentIdSchema,
    documentTitle: z.string(),
    placeId: placeIdSchema,
    path: z.string(),
    state: z.enum(HELD_STATES),
    reason: moderationReasonSchema,
    words: z.string(),
    passage: passageSchema,
    /** Restored, and the field in which they stood is not there any more: they are their author’s, to put elsewhere. */
    placeGone: z.boolean(),
    atMs: z.int(),
    decidedAtMs: z.int(),
    appeal: appealSchema.nullable(),
  })
  .openapi('Held', { description: 'Words out of sight, whole: for their author, for moderators and for the panel of an appeal' });
export type Held = z.infer<typeof heldSchema>;

export const queuedReportSchema = reportSchema
  .extend({
    documentTitle: z.string(),
    placeName: z.string(),
    /** Never shown to whom it is about. `null`: somebody who was not signed in. */
    reportedBy: z.string().nullable(),
    /** In which capacity, as it is said. `null`: in none, or not known. */
    reportedAs: z.string().nullable(),
    about: writerSchema.nullable(),
    /** `null`: the words do not stand there any more, or it is about the whole document. */
    passage: passageSchema.nullable(),
    held: heldSchema.nullable(),
  })
  .openapi('QueuedReport');
export type QueuedReport = z.infer<typeof queuedReportSchema>;

export const queueSchema = z
  .object({
    reports: z.array(queuedReportSchema),
    /** Words that are held without a report. */
    held: z.array(heldSchema),
    /** Words whose author has appealed, and nobody has decided. */
    contested: z.array(heldSchema),
    /** Hidden words that no panel has confirmed, the newest first. */
    hidden: z.array(heldSchema),
    /** Appeals against time away. */
    appeals: z.array(removalSchema),
  })
  .openapi('ModerationQueue');
export type ModerationQueue = z.infer<typeof queueSchema>;

export const newHoldSchema = z
  .object({
    /** A field, an entry, or empty: wherever the words are found. */
    path: z.string().max(300).default(''),
    /** The words as they are read; empty for all that stands at the path. */
    quote: z.string().max(2000).default(''),
    /** Whose words of the passage; whoever wrote most of it when left out. */
    personId: personIdSchema.optional(),
    reason: moderationReasonSchema,
    words: reasonSchema,
    /** At once for good, instead of while somebody looks at them. */
    hide: z.boolean().default(false),
    reports: z.array(z.string().max(64)).max(100).default([]),
  })
  .openapi('NewHold');
export type NewHold = z.input<typeof newHoldSchema>;

export const panelCaseSchema = z
  .object({ appealId: z.string(), held: heldSchema, mine: z.object({ vote: z.enum(PANEL_VOTES), words: z.string() }).nullable() })
  .openapi('PanelCase');
export type PanelCase = z.infer<typeof panelCaseSchema>;

export const warningSchema = z
  .object({
    id: z.string(),
    placeId: placeIdSchema,
    reason: moderationReasonSchema,
    words: z.string(),
    atMs: z.int(),
    acknowledgedAtMs: z.int().nullable(),
  })
  .openapi('Warning');
export type Warning = z.infer<typeof warningSchema>;

export const publicCountSchema = z
  .object({
    reason: moderationReasonSchema,
    /** `null`: fewer than five, and perhaps none. */
    reports: z.int().nullable(),
    held: z.int().nullable(),
    hidden: z.int().nullable(),
    restored: z.int().nullable(),
    warnings: z.int().nullable(),
    away: z.int().nullable(),
  })
  .openapi('PublicCount');
export type PublicCount = z.infer<typeof publicCountSchema>;
