/** What the tables hold about one person, and what of it goes when they leave. Words are in the log, not here. */
import { oweScrub } from './expunges.ts';
import type { AuditDetailRow, CapacityRow, ReportRow, Relational } from './tables.ts';

export interface HeldAbout {
  readonly email: string | null;
  readonly createdAtMs: number;
  /** Those that have ended too. */
  readonly capacities: readonly CapacityRow[];
  readonly identities: readonly { readonly issuer: string; readonly subject: string }[];
  readonly reports: readonly ReportRow[];
  readonly decisions: readonly AuditDetailRow[];
}

/** `null`: no such person. */
export async function heldAbout(db: Relational, personId: string): Promise<HeldAbout | null> {
  const person = await db.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirst();
  if (person === undefined) return null;
  const [capacities, identities, reports, decisions] = await Promise.all([
    db.selectFrom('capacity').selectAll().where('person_id', '=', personId).orderBy('position').execute(),
    db.selectFrom('identity').select(['issuer', 'subject']).where('person_id', '=', personId).execute(),
    db.selectFrom('report').selectAll().where('reporter_id', '=', personId).orderBy('at_ms').execute(),
    db.selectFrom('audit_detail').selectAll().where('person_id', '=', personId).orderBy('seq').execute(),
  ]);
  return { email: person.email, createdAtMs: Number(person.created_at_ms), capacities, identities, reports, decisions };
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
  }
  // Deleted is not yet gone from the files.
  await oweScrub(db, `left:${personId}`, atMs);
  await db.updateTable('person').set({ name: SOMEONE_WHO_LEFT, email: null }).where('id', '=', personId).execute();
  await db.updateTable('capacity').set({ ends_at_ms: atMs }).where('person_id', '=', personId).where('ends_at_ms', 'is', null).execute();
  await db.deleteFrom('session').where('person_id', '=', personId).execute();
  await db.deleteFrom('identity').where('person_id', '=', personId).execute();
  await db.deleteFrom('passkey').where('person_id', '=', personId).execute();
  await db.deleteFrom('receipt').where('person_id', '=', personId).execute();
  await db.deleteFrom('audit_detail').where('person_id', '=', personId).execute();
  await db.updateTable('report').set({ reporter_id: null }).where('reporter_id', '=', personId).execute();
}
