/** Who wrote what stands in a document, as the API shows it. */
import { z } from '@hono/zod-openapi';
import { ROUTES } from '@ginnel/domain/attribution';
import { personIdSchema } from './people.ts';

export const documentAuthorSchema = z
  .object({
    personId: personIdSchema,
    name: z.string(),
    /** In which capacity: "for Streets & Parks". One person in two capacities is two authors. */
    label: z.string(),
  })
  .openapi('DocumentAuthor');
export type DocumentAuthor = z.infer<typeof documentAuthorSchema>;

export const authoredRunSchema = z
  .object({
    text: z.string(),
    /** Its place in `authors`; null when the log does not say. */
    author: z.int().min(0).nullable(),
    /** The place in `authors` of who put it where it stands, when that was somebody else: accepted it, moved it, brought it back. */
    broughtBy: z.int().min(0).nullable(),
    /** When it was begun, in milliseconds since 1970; 0 when the log does not say. */
    atMs: z.int().min(0),
    route: z.enum(ROUTES),
  })
  .openapi('AuthoredRun');
export type AuthoredRun = z.infer<typeof authoredRunSchema>;

/** The runs in order are the text; blocks of rich text are lines of it. */
export const authoredFieldSchema = z.object({ path: z.string(), runs: z.array(authoredRunSchema) }).openapi('AuthoredField');
export type AuthoredField = z.infer<typeof authoredFieldSchema>;

export const changedBySchema = z
  .object({
    /** Of a field whose words or value changed, or of an entry that came, went or moved. */
    path: z.string(),
    /** Their place in `authors`. */
    author: z.int().min(0),
    /** When they did it last, in milliseconds since 1970. */
    atMs: z.int().min(0),
  })
  .openapi('ChangedBy');

export const documentAuthorsSchema = z
  .object({
    epoch: z.int().min(1),
    /** The last durable row of the log that it shows. */
    seq: z.int().min(0),
    authors: z.array(documentAuthorSchema),
    /** In reading order: entries that stand, then the notes. */
    fields: z.array(authoredFieldSchema),
    /** Who made the changes after `since` that stand, the latest first; empty when it was not asked. */
    changed: z.array(changedBySchema),
  })
  .openapi('DocumentAuthors');
export type DocumentAuthors = z.infer<typeof documentAuthorsSchema>;
