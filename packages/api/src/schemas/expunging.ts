/** Expunging as the API shows it. */
import { z } from '@hono/zod-openapi';
import { EXPUNGE_REASONS } from '@ginnel/domain/expunging';
import { documentIdSchema, documentSummarySchema } from './documents.ts';
import { personIdSchema } from './people.ts';
import { placeIdSchema } from './places.ts';

export const expungeReasonSchema = z.enum(EXPUNGE_REASONS);

const pathSchema = z.string().min(1).max(300);
const personTargetSchema = z.object({
  kind: z.literal('person'),
  personId: personIdSchema,
  /** `null`: in all documents, and what the person wrote beside them. */
  documentId: documentIdSchema.nullable(),
});
const contributionTargetSchema = z.object({
  kind: z.literal('contribution'),
  documentId: documentIdSchema,
  /** An entry or a field, `priorities/p_8fk2m1xq90za/why`; or `title`. */
  path: pathSchema,
});

const heldTargetSchema = z.object({ kind: z.literal('held'), heldId: z.string().max(64), documentId: documentIdSchema });

export const askedTargetSchema = z
  .discriminatedUnion('kind', [
    personTargetSchema,
    contributionTargetSchema,
    heldTargetSchema,
    z.object({
      kind: z.literal('range'),
      documentId: documentIdSchema,
      path: pathSchema,
      /** The words as they stand. They are looked up and not kept. */
      quote: z.string().min(1).max(20_000),
      /** Which of several places in the field that read the same: 0 is the first. */
      occurrence: z.int().min(0).default(0),
    }),
  ])
  .openapi('AskedTarget');
export type AskedTarget = z.input<typeof askedTargetSchema>;

export const targetSchema = z
  .discriminatedUnion('kind', [
    personTargetSchema,
    contributionTargetSchema,
    heldTargetSchema,
    z.object({ kind: z.literal('range'), documentId: documentIdSchema, path: pathSchema }),
  ])
  .openapi('ExpungeTarget');

const countedSchema = z.object({ characters: z.int(), entries: z.int(), values: z.int() });
const besideSchema = z.object({ reports: z.int(), appeals: z.int(), held: z.int(), reasons: z.int(), titles: z.int() });
const outcomeSchema = z.object({
  goes: countedSchema,
  stays: countedSchema,
  /** Places in the document in which something goes. */
  places: z.int(),
  /** Rows of the log that go, with the history in them. */
  rows: z.int(),
  hashBefore: z.string(),
  hashAfter: z.string(),
});

export const expungePreviewSchema = z
  .object({
    target: targetSchema,
    documents: z.array(
      outcomeSchema.extend({
        document: documentSummarySchema,
        /** Agreed or published text changes: what was signed on it no longer fits it. */
        lapses: z.boolean(),
        /** The words that go, as far as they fit. */
        going: z.array(z.object({ path: z.string(), words: z.string() })),
      }),
    ),
    beside: besideSchema,
  })
  .openapi('ExpungePreview');
export type ExpungePreview = z.infer<typeof expungePreviewSchema>;

export const expungeSchema = z
  .object({
    id: z.string(),
    /** `begun`: agreed to, and under way. */
    state: z.enum(['asked', 'declined', 'begun', 'done']),
    placeId: placeIdSchema,
    target: targetSchema,
    reason: expungeReasonSchema,
    askedBy: z.object({ personId: personIdSchema, name: z.string(), label: z.string() }),
    askedAtMs: z.int(),
    answeredBy: z.object({ personId: personIdSchema, name: z.string(), label: z.string() }).nullable(),
    answeredAtMs: z.int().nullable(),
    doneAtMs: z.int().nullable(),
    /** Whose words, and in which document, by their names now. */
    about: z.object({ person: z.string().nullable(), document: z.string().nullable() }),
  })
  .openapi('Expunge');
export type Expunge = z.infer<typeof expungeSchema>;

const actingSchema = z.object({ personId: z.string(), capacityId: z.string(), label: z.string() });

export const certificateSchema = z
  .object({
    certificate: z.object({
      format: z.literal('ginnel-expunge-certificate-1'),
      expungeId: z.string(),
      installation: z.string(),
      reason: expungeReasonSchema,
      target: targetSchema,
      askedBy: actingSchema,
      askedAt: z.string(),
      agreedBy: actingSchema,
      agreedAt: z.string(),
      doneAt: z.string(),
      removed: countedSchema.extend({ documents: z.int(), ...besideSchema.shape }),
      documents: z.array(outcomeSchema.extend({ documentId: z.string(), epochs: z.tuple([z.int(), z.int()]) })),
      stores: z.array(z.object({ store: z.string(), done: z.string() })),
      outside: z.array(z.object({ what: z.string(), instruction: z.string() })),
      audit: z.object({ seq: z.int(), hash: z.string() }),
    }),
    /** Of the certificate as JSON without white space, Ed25519, base64url. */
    signature: z.string(),
    /** SPKI, PEM. */
    publicKey: z.string(),
  })
  .openapi('ExpungeCertificate');
export type ExpungeCertificate = z.infer<typeof certificateSchema>;
