/** Words that stand beside the log and may be copies of what is expunged: reports, appeals, reasons of decisions, titles. */
import type { Relational } from './tables.ts';

export const TITLE_REMOVED = 'Title removed';

/** How many rows lost their words. */
export interface WordsBeside {
  readonly reports: number;
  readonly appeals: number;
  /** Held and hidden words. */
  readonly held: number;
  readonly reasons: number;
  readonly titles: number;
}

interface QuotedReport {
  readonly id: string;
  readonly path: string;
  readonly quote: string;
  readonly words: string;
}

/** A word store beside the log, by row: `json` is what `held` keeps of the words and what stood around them. */
export interface HeldWords {
  readonly id: string;
  readonly personId: string;
  readonly json: string;
}

/** Held words of a document, or of a person in any. */
export async function heldWordsOf(
  db: Relational,
  of: { readonly documentId: string } | { readonly personId: string },
): Promise<HeldWords[]> {
  const query = db.selectFrom('held').select(['id', 'person_id', 'kept']);
  const rows = await (
    'documentId' in of ? query.where('document_id', '=', of.documentId) : query.where('person_id', '=', of.personId)
  ).execute();
  return rows.map(({ id, person_id: personId, kept: json }) => ({ id, personId, json }));
}

/** What was decided about them stays. */
export async function keepInstead(db: Relational, id: string, json: string): Promise<void> {
  await db.updateTable('held').set({ kept: json }).where('id', '=', id).execute();
}

/** What was said about held words when their author appealed. @returns how many lost their words */
export async function emptyAppealOf(db: Relational, heldId: string): Promise<number> {
  const appeals = await db.selectFrom('appeal').select('id').where('held_id', '=', heldId).where('words', '<>', '').execute();
  for (const { id } of appeals) {
    await db.updateTable('appeal').set({ words: '' }).where('id', '=', id).execute();
    await db.updateTable('panel_member').set({ words: null }).where('appeal_id', '=', id).execute();
  }
  return appeals.length;
}

/**
 * Reasons that were given for decisions about a document, and answers that are kept so that nothing is decided twice.
 *
 * @param isGone  told the JSON of each; those that it says yes to are deleted
 * @returns how many reasons went
 */
export async function dropReasons(db: Relational, documentId: string, isGone: (json: string) => boolean): Promise<number> {
  const details = await db
    .selectFrom('audit_detail')
    .innerJoin('audit_entry', 'audit_entry.seq', 'audit_detail.seq')
    .select(['audit_detail.seq', 'audit_detail.detail', 'audit_entry.facts'])
    .where('audit_entry.subject', '=', `document:${documentId}`)
    .execute();
  const gone = details.filter(({ detail, facts }) => isGone(`${detail}${facts}`)).map(({ seq }) => seq);
  for (const seq of gone) await db.deleteFrom('audit_detail').where('seq', '=', seq).execute();
  const receipts = await db
    .selectFrom('receipt')
    .select(['person_id', 'key', 'answer'])
    .where('answer', 'like', `%${documentId}%`)
    .execute();
  for (const { person_id: personId, key, answer } of receipts) {
    if (isGone(answer)) await db.deleteFrom('receipt').where('person_id', '=', personId).where('key', '=', key).execute();
  }
  return gone.length;
}

/** Reports about a document that still hold words. */
export async function reportsWithWords(db: Relational, documentId: string): Promise<QuotedReport[]> {
  return await db
    .selectFrom('report')
    .select(['id', 'path', 'quote', 'words'])
    .where('document_id', '=', documentId)
    .where((row) => row.or([row('quote', '<>', ''), row('words', '<>', '')]))
    .execute();
}

/** What they quote and what was said with them goes; where, why and what became of them stays. */
export async function emptyReports(db: Relational, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('report')
    .set({ quote: '', words: '' })
    .where('id', 'in', [...ids])
    .execute();
}

/** Letters that name it, of a mailbox that is kept here, go too. */
export async function removeTitle(db: Relational, documentId: string): Promise<void> {
  const { title } = await db.selectFrom('document').select('title').where('id', '=', documentId).executeTakeFirstOrThrow();
  const letters = await db.selectFrom('mail').select(['id', 'subject', 'body']).execute();
  for (const { id, subject, body } of letters)
    if (`${subject}\n${body}`.includes(title)) await db.deleteFrom('mail').where('id', '=', id).execute();
  await db.updateTable('document').set({ title: TITLE_REMOVED }).where('id', '=', documentId).execute();
}

/** What a person wrote beside the log, anywhere. */
export async function wordsBesideOf(db: Relational, personId: string): Promise<WordsBeside> {
  const [reports, removals, appeals, reasons, titles] = await Promise.all([
    theirReports(db, personId).execute(),
    db.selectFrom('removal').select('id').where('person_id', '=', personId).where('appeal', '<>', '').execute(),
    db.selectFrom('appeal').select('id').where('person_id', '=', personId).where('words', '<>', '').execute(),
    db.selectFrom('audit_detail').select('seq').where('person_id', '=', personId).execute(),
    db.selectFrom('document').select('id').where('created_by', '=', personId).where('title', '<>', TITLE_REMOVED).execute(),
  ]);
  return { reports: reports.length, appeals: removals.length + appeals.length, held: 0, reasons: reasons.length, titles: titles.length };
}

/** Takes all of it out. The chain of the audit stays whole: it holds only a salted hash of each reason. */
export async function eraseWordsBesideOf(db: Relational, personId: string): Promise<void> {
  await emptyReports(
    db,
    (await theirReports(db, personId).execute()).map(({ id }) => id),
  );
  await db.updateTable('removal').set({ appeal: '' }).where('person_id', '=', personId).where('appeal', 'is not', null).execute();
  await db.updateTable('appeal').set({ words: '' }).where('person_id', '=', personId).execute();
  await db.updateTable('panel_member').set({ words: null }).where('person_id', '=', personId).execute();
  await db.deleteFrom('audit_detail').where('person_id', '=', personId).execute();
  await db.deleteFrom('receipt').where('person_id', '=', personId).execute();
  const theirs = db.selectFrom('document').select('id').where('created_by', '=', personId).where('title', '<>', TITLE_REMOVED);
  for (const { id } of await theirs.execute()) await removeTitle(db, id);
}

function theirReports(db: Relational, personId: string) {
  return db
    .selectFrom('report')
    .select('id')
    .where('reporter_id', '=', personId)
    .where((row) => row.or([row('quote', '<>', ''), row('words', '<>', '')]));
}
