/** Lists that are taken in, invitations, grants, teams and terms, as the API shows them. */
import { z } from '@hono/zod-openapi';
import { MEMBERSHIP_CLASSES, ROLES } from '@ginnel/domain/people';
import { capacitySchema, personSchema } from './people.ts';
import { organisationIdSchema, organisationSchema, placeIdSchema } from './places.ts';

export const importListSchema = z.enum(['places', 'organisations', 'people']);
export type ImportList = z.infer<typeof importListSchema>;

/** A CSV file as it lies on the disk, base64: its encoding is found out by the server. At most 180 kB. */
export const fileSchema = z
  .base64()
  .max(245_760)
  .openapi({ description: 'A CSV file, base64; UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs' });

export const faultSchema = z
  .object({ line: z.int(), column: z.string(), what: z.string(), mend: z.string() })
  .openapi('Fault', { description: 'What does not fit, where, and how to mend it' });

export const importReportSchema = z
  .object({
    list: importListSchema,
    encoding: z.enum(['UTF-8', 'UTF-16', 'Windows-1252']).nullable(),
    /** Columns that are not read. */
    ignored: z.array(z.string()),
    rows: z.array(
      z.object({
        line: z.int(),
        name: z.string(),
        state: z.enum(['new', 'changed', 'same', 'bad']),
        changes: z.array(z.object({ column: z.string(), from: z.string(), to: z.string() })),
        faults: z.array(faultSchema),
      }),
    ),
    faults: z.array(faultSchema),
  })
  .openapi('ImportReport');
export type ImportReport = z.infer<typeof importReportSchema>;

export const importBatchSchema = z
  .object({ id: z.string(), list: importListSchema, atMs: z.int(), undone: z.boolean() })
  .openapi('ImportBatch');
export type ImportBatch = z.infer<typeof importBatchSchema>;

export const boroughSchema = z.object({
  name: z.string().trim().max(100),
  onsCode: z.string().trim().max(20).default(''),
  /** What people here call each tier. */
  tierNames: z
    .object({ borough: z.string().max(40), neighbourhood: z.string().max(40), ward: z.string().max(40) })
    .partial()
    .default({}),
});
const listFileSchema = z.object({ name: z.string().max(200), bytes: fileSchema }).nullable();
export const setUpDraftSchema = z
  .object({
    borough: boroughSchema,
    places: listFileSchema,
    organisations: listFileSchema,
    administrator: z.object({ name: z.string().max(100), email: z.string().max(254) }),
  })
  .openapi('SetUpDraft');
export type SetUpDraft = z.infer<typeof setUpDraftSchema>;

export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    organisationId: organisationIdSchema.nullable(),
    placeId: placeIdSchema,
    untilMs: z.int().nullable(),
    atMs: z.int(),
    expiresAtMs: z.int(),
    state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
    /** Whether the letter has left. */
    sent: z.boolean(),
  })
  .openapi('Invitation');
export type Invitation = z.infer<typeof invitationSchema>;

export const draftingGrantSchema = z
  .object({
    id: z.string(),
    groupId: organisationIdSchema,
    helperId: organisationIdSchema,
    placeId: placeIdSchema,
    documentId: z.string().nullable(),
    documentTitle: z.string().nullable(),
    atMs: z.int(),
    untilMs: z.int(),
    state: z.enum(['standing', 'withdrawn', 'over']),
    /** Who drafts under it. */
    drafters: z.array(z.string()),
  })
  .openapi('DraftingGrant');
export type DraftingGrant = z.infer<typeof draftingGrantSchema>;

export const heldRoleSchema = z
  .object({
    person: personSchema,
    capacity: capacitySchema,
    fromMs: z.int(),
    untilMs: z.int().nullable(),
    /** Not in their own right: as a deputy, by a group's grant, or called in on a topic. */
    held: z.enum(['deputy', 'grant', 'topic']).nullable(),
  })
  .openapi('HeldRole');
export type HeldRole = z.infer<typeof heldRoleSchema>;

export const organisationPageSchema = z
  .object({
    organisation: organisationSchema,
    /** What its membership class declares. */
    rights: z.object({ write: z.boolean(), seat: z.boolean(), coreSeat: z.boolean(), sign: z.boolean() }),
    class: z.enum(MEMBERSHIP_CLASSES),
    /** For its members and administrators; `null` for everybody else. */
    members: z.array(heldRoleSchema).nullable(),
    invitations: z.array(invitationSchema),
    grants: z.array(draftingGrantSchema),
    /** What the reader may do here. */
    may: z.object({ invite: z.boolean(), grant: z.boolean(), change: z.boolean(), draft: z.boolean() }),
  })
  .openapi('OrganisationPage');
export type OrganisationPage = z.infer<typeof organisationPageSchema>;

export const seatSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    core: z.boolean(),
    organisationId: organisationIdSchema.nullable(),
    state: z.enum(['held', 'ending', 'empty']),
    holder: z.object({ name: z.string(), capacity: capacitySchema, untilMs: z.int().nullable() }).nullable(),
    deputies: z.array(z.object({ name: z.string(), capacity: capacitySchema, fromMs: z.int(), untilMs: z.int().nullable() })),
    emptySinceMs: z.int().nullable(),
  })
  .openapi('Seat');
export type Seat = z.infer<typeof seatSchema>;

export const teamSchema = z.object({ id: z.string(), placeId: placeIdSchema, name: z.string(), quorum: z.int() }).openapi('Team');
export type Team = z.infer<typeof teamSchema>;

export const teamPageSchema = z
  .object({
    team: teamSchema,
    seats: z.array(seatSchema),
    /** Core seats, how many are held, and whether they are enough. */
    quorum: z.object({ needed: z.int(), core: z.int(), held: z.int(), reachable: z.boolean() }),
    /** Whom one may seat; empty for those who may not. */
    candidates: z.array(heldRoleSchema),
    may: z.object({ manage: z.boolean() }),
  })
  .openapi('TeamPage');
export type TeamPage = z.infer<typeof teamPageSchema>;

export const handoverPackSchema = z
  .object({
    holder: heldRoleSchema,
    words: z.string(),
    earlierWords: z.array(z.string()),
    seats: z.array(z.object({ team: z.string(), seat: z.string() })),
    deputies: z.array(heldRoleSchema),
    documents: z.array(z.object({ id: z.string(), title: z.string(), phase: z.string() })),
    openInvitations: z.int(),
    grants: z.int(),
    people: z.array(heldRoleSchema),
    may: z.object({ write: z.boolean(), handOver: z.boolean(), nameDeputy: z.boolean() }),
  })
  .openapi('HandoverPack');
export type HandoverPack = z.infer<typeof handoverPackSchema>;
