/** Decisions: what is common to all commands, and the audit. */
import { z } from '@hono/zod-openapi';
import { isBlank } from '@ginnel/domain/plain-name';

/** Headers that every command takes. */
export const commandHeadersSchema = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\w-]{8,100}$/)
    .optional()
    .openapi({ description: 'The same key with the same request is done once and answered alike' }),
  'ginnel-capacity': z.string().max(200).optional().openapi({
    description: 'The capacity in which one decides; the first that may, when left out',
    example: 'imran-shah.officer.streets-and-parks',
  }),
});

/** Why, in people's own words: shown with the decision. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .refine((words) => !isBlank(words), 'Nothing in it can be seen');

export const receiptSchema = z
  .object({
    seq: z.int().min(1),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    command: z.string(),
    subject: z.string(),
    atMs: z.int(),
    capacityId: z.string(),
  })
  .openapi('Receipt');
export type Receipt = z.infer<typeof receiptSchema>;

export const auditEntrySchema = z
  .object({
    seq: z.int().min(1),
    atMs: z.int(),
    command: z.string(),
    subject: z.string(),
    /** JSON text, exactly as it was hashed. */
    facts: z.string(),
    detailHash: z.string(),
    previousHash: z.string(),
    hash: z.string(),
  })
  .openapi('AuditEntry');
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditHeadSchema = z
  .object({
    seq: z.int().min(0),
    hash: z.string(),
    atMs: z.int(),
    /** Of `<seq>:<hash>:<atMs>`, Ed25519, base64url. */
    signature: z.string(),
    /** SPKI, PEM. */
    publicKey: z.string(),
  })
  .openapi('AuditHead');
export type AuditHead = z.infer<typeof auditHeadSchema>;
