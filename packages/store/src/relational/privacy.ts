/** What the tables hold about one person, and what of it goes when they leave. Words are in the log, not here. */
import { oweScrub } from './expunges.ts';
import { guardedName } from './guarded-names.ts';
import type { CapacityRow, Relational, RemovalRow, ReportRow } from './tables.ts';

export interface HeldAbout {
  readonly email: string | null;
  readonly createdAtMs: number;
  /** `null`: the shown name is the real one. */
  readonly realName: string | null;
  /** Those that have ended too. */
  readonly capacities: readonly CapacityRow[];
  readonly identities: readonly { readonly issuer: string; readonly subject: string }[];
  readonly reports: readonly ReportRow[];
  /** What the person decided, with the reasons they gave. */
  readonly decisions: readonly Decided[];
  /** What others decided about them. */
  readonly about: readonly Decided[];
  readonly removals: readonly RemovalRow[];
  readonly more: readonly Kept[];
  readonly passes: readonly { readonly documentId: string; readonly createdAtMs: number; readonly endsAtMs: number }[];
}

/** What moderation and roles keep of a person, in few words. */
export interface Kept {
  readonly what: 'warning' | 'words-taken-out' | 'appeal' | 'panel-vote' | 'handover-note' | 'invitation';
  readonly atMs: number;
  /** A place or a document. */
  readonly about: string;
  readonly words: string;
}

export interface Decided {
  readonly seq: number;
  readonly atMs: number;
  readonly command: string;
  readonly subject: string;
  /** JSON */
  readonly detail: string;
}

/** `null`: no such person. */
export async function heldAbout(db: Relational, personId: string): Promise<HeldAbout | null> {
  const person = await db.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirst();
  if (person === undefined) return null;
  const [realName, capacities, identities, reports, decisions, about, removals, passes, more] = await Promise.all([
    guardedName(db, personId),
    db.selectFrom('capacity').selectAll().where('person_id', '=', personId).orderBy('position').execute(),
    db.selectFrom('identity').select(['issuer', 'subject']).where('person_id', '=', personId).execute(),
    db.selectFrom('report').selectAll().where('reporter_id', '=', personId).orderBy('at_ms').execute(),
    decisionsWhere(db, 'by', personId),
    decisionsWhere(db, 'about', personId),
    db.selectFrom('removal').selectAll().where('person_id', '=', personId).orderBy('from_ms').execute(),
    db.selectFrom('guest_pass').selectAll().where('opened_by', '=', personId).orderBy('created_at_ms').execute(),
    keptOf(db, personId),
  ]);
  return {
    email: person.email,
    createdAtMs: Number(person.created_at_ms),
    realName,
    capacities,
    identities,
    reports,
    decisions,
    about,
    removals,
    more,
    passes: passes.map((row) => {
      return { documentId: row.document_id, createdAtMs: Number(row.created_at_ms), endsAtMs: Number(row.ends_at_ms) };
    }),
  };
}

async function decisionsWhere(db: Relational, whose: 'by' | 'about', personId: string): Promise<Decided[]> {
  const all = db
    .selectFrom('audit_detail')
    .innerJoin('audit_entry', 'audit_entry.seq', 'audit_detail.seq')
    .select(['audit_entry.seq', 'audit_entry.at_ms', 'audit_entry.command', 'audit_entry.subject', 'audit_detail.detail']);
  const found =
    whose === 'by'
      ? all.where('audit_detail.person_id', '=', personId)
      : // An id has no character that LIKE or JSON reads otherwise.
        all.where('audit_detail.detail', 'like', `%"whom":"${personId}"%`).where('audit_detail.person_id', '!=', personId);
  const rows = await found.orderBy('audit_entry.seq').execute();
  return rows.map(({ seq, at_ms, command, subject, detail }) => ({ seq, atMs: Number(at_ms), command, subject, detail }));
}

async function keptOf(db: Relational, personId: string): Promise<Kept[]> {
  const own = db.selectFrom('capacity').select('id').where('person_id', '=', personId);
  const [warnings, held, appeals, votes, notes, invitations] = await Promise.all([
    db.selectFrom('warning').selectAll().where('person_id', '=', personId).execute(),
    db.selectFrom('held').selectAll().where('person_id', '=', personId).execute(),
    db.selectFrom('appeal').selectAll().where('person_id', '=', personId).execute(),
    db.selectFrom('panel_member').selectAll().where('person_id', '=', personId).execute(),
    db.selectFrom('handover_note').selectAll().where('capacity_id', 'in', own).execute(),
    db.selectFrom('invitation').selectAll().where('accepted_by', '=', personId).execute(),
  ]);
  const kept: Kept[] = [
    ...warnings.map((row): Kept => ({ what: 'warning', atMs: Number(row.at_ms), about: `place:${row.place_id}`, words: row.words })),
    ...held.map((row): Kept => {
      const words = `${ownWordsOf(row.kept)} (${row.words})`;
      return { what: 'words-taken-out', atMs: Number(row.at_ms), about: `document:${row.document_id}`, words };
    }),
    ...appeals.map((row): Kept => ({ what: 'appeal', atMs: Number(row.at_ms), about: `place:${row.place_id}`, words: row.words })),
    ...votes.map((row): Kept => ({
      what: 'panel-vote',
      atMs: Number(row.voted_at_ms ?? 0),
      about: `appeal:${row.appeal_id}`,
      words: row.words ?? '',
    })),
    ...notes.map((row): Kept => ({
      what: 'handover-note',
      atMs: Number(row.at_ms),
      about: `capacity:${row.capacity_id}`,
      words: row.words,
    })),
    ...invitations.map((row): Kept => ({ what: 'invitation', atMs: Number(row.at_ms), about: `place:${row.place_id}`, words: row.name })),
  ];
  return kept.toSorted((a, b) => a.atMs - b.atMs);
}

/** What was written by the person; what stood around it is others'. */
function ownWordsOf(kept: string): string {
  const { runs = [] } = JSON.parse(kept) as { runs?: readonly { words: string; breaks?: number }[] };
  return runs.map(({ words, breaks = 0 }) => '\n'.repeat(breaks) + words).join('');
}

/** The name under which the words of people who have left stand. */
export const SOMEONE_WHO_LEFT = 'Someone who has left';

/**
 * Takes the person out of everything but their words: name, address, ways to sign in, what they reported and why they
 * decided. Their capacities end, because words were written in them.
 */
export async function eraseFrom(db: Relational, personId: string, atMs: number): Promise<void> {
  const { email } = await db.selectFrom('person').select('email').where('id', '=', personId).executeTakeFirstOrThrow();
  if (email !== null) {
    await db.deleteFrom('magic_link').where('email', '=', email).execute();
    await db.deleteFrom('mail').where('recipient', '=', email).execute();
    await db.deleteFrom('invitation').where('email', '=', email).execute();
  }
  // Deleted is not yet gone from the files.
  await oweScrub(db, `left:${personId}`, atMs);
  await db.updateTable('person').set({ name: SOMEONE_WHO_LEFT, email: null }).where('id', '=', personId).execute();
  await db
    .updateTable('capacity')
    .set({ ends_at_ms: atMs })
    .where('person_id', '=', personId)
    .where((row) => row.or([row('ends_at_ms', 'is', null), row('ends_at_ms', '>', atMs)])) // a term that runs on ends too
    .execute();
  await db
    .deleteFrom('councillor_party')
    .where('capacity_id', 'in', db.selectFrom('capacity').select('id').where('person_id', '=', personId))
    .execute();
  await db.deleteFrom('session').where('person_id', '=', personId).execute();
  await db.deleteFrom('identity').where('person_id', '=', personId).execute();
  await db.deleteFrom('passkey').where('person_id', '=', personId).execute();
  await db.deleteFrom('invitation').where('accepted_by', '=', personId).execute();
  await db.deleteFrom('notice').where('person_id', '=', personId).execute();
  await db.deleteFrom('warning').where('person_id', '=', personId).execute();
  await db.updateTable('appeal').set({ words: '' }).where('person_id', '=', personId).execute();
  await db.updateTable('panel_member').set({ words: null }).where('person_id', '=', personId).execute();
  await db.deleteFrom('guarded_name').where('person_id', '=', personId).execute();
  await db.deleteFrom('sign_in').where('person_id', '=', personId).execute();
  await db.deleteFrom('oidc_session').where('person_id', '=', personId).execute();
  await db.updateTable('guest_pass').set({ opened_by: null }).where('opened_by', '=', personId).execute();
  await db.deleteFrom('receipt').where('person_id', '=', personId).execute();
  await db.deleteFrom('audit_detail').where('person_id', '=', personId).execute();
  await db.updateTable('report').set({ reporter_id: null, reporter_as: null }).where('reporter_id', '=', personId).execute();
}
