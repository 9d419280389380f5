/** Documents as the API shows them. */
import { z } from '@hono/zod-openapi';
import { DOCUMENT_KINDS, PHASES } from '@ginnel/domain/documents';
import { nameSchema } from './names.ts';
import { placeIdSchema } from './places.ts';

export const documentIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .openapi({ example: 'k3v9x0q2m4t7w8z1' });
export const documentKindSchema = z.enum(DOCUMENT_KINDS);
export const phaseSchema = z.enum(PHASES);

export const documentSummarySchema = z
  .object({ id: documentIdSchema, kind: documentKindSchema, placeId: placeIdSchema, title: z.string(), phase: phaseSchema })
  .openapi('DocumentSummary');
export type DocumentSummary = z.infer<typeof documentSummarySchema>;

export const newDocumentSchema = z
  .object({ kind: documentKindSchema, placeId: placeIdSchema, title: nameSchema(200) })
  .openapi('NewDocument');
export type NewDocument = z.infer<typeof newDocumentSchema>;

export const documentSchema = documentSummarySchema
  .extend({
    /** Begins anew when something is expunged. */
    epoch: z.int().min(1),
    /** The last durable row of the log that `content` shows. */
    seq: z.int().min(0),
    shapeVersion: z.int().min(1),
    /** SHA-256 of the canonical content, in hexadecimal: what a decision refers to. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    /** The shared notes, as in `content`. */
    notes: z.string(),
    /** Canonical content: one key per root of the document's kind. */
    content: z.record(z.string(), z.unknown()),
  })
  .openapi('Document');
export type Document = z.infer<typeof documentSchema>;
