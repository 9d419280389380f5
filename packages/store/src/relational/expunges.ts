/** Expunges as rows, with what they did to each document. */
import type { ExpungeDocumentRow, ExpungeRow } from './expunge-rows.ts';
import type { Relational } from './tables.ts';

export async function addExpunge(db: Relational, expunge: ExpungeRow, documents: readonly ExpungeDocumentRow[]): Promise<void> {
  await db.insertInto('expunge').values(expunge).execute();
  if (documents.length > 0) {
    await db
      .insertInto('expunge_document')
      .values([...documents])
      .execute();
  }
}

/** So that it can be noted anew, as a ledger names it. */
export async function forgetExpunge(db: Relational, id: string): Promise<void> {
  await db.deleteFrom('expunge_document').where('expunge_id', '=', id).execute();
  await db.deleteFrom('expunge').where('id', '=', id).execute();
}

export async function findExpunge(db: Relational, id: string): Promise<ExpungeRow | null> {
  const row = await db.selectFrom('expunge').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : expungeOf(row);
}

/** The newest first. */
export async function listExpunges(db: Relational, limit: number): Promise<ExpungeRow[]> {
  const rows = await db.selectFrom('expunge').selectAll().orderBy('asked_at_ms', 'desc').orderBy('id').limit(limit).execute();
  return rows.map(expungeOf);
}

/** Agreed to and not yet carried out, the oldest first. */
export async function begunExpunges(db: Relational): Promise<ExpungeRow[]> {
  const rows = await db.selectFrom('expunge').selectAll().where('state', '=', 'begun').orderBy('answered_at_ms').orderBy('id').execute();
  return rows.map(expungeOf);
}

/** Carried out, in the order in which they were: what a restored backup has to be told. */
export async function doneExpunges(db: Relational): Promise<ExpungeRow[]> {
  const rows = await db.selectFrom('expunge').selectAll().where('state', '=', 'done').orderBy('done_at_ms').orderBy('id').execute();
  return rows.map(expungeOf);
}

export async function expungedDocuments(db: Relational, expungeId: string): Promise<ExpungeDocumentRow[]> {
  const rows = await db.selectFrom('expunge_document').selectAll().where('expunge_id', '=', expungeId).orderBy('document_id').execute();
  return rows.map(documentOf);
}

/** By epoch begun: where the words of that epoch stood in the one before. */
export async function originsOf(db: Relational, documentId: string): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('expunge_document')
    .select(['epoch', 'origins'])
    .where('document_id', '=', documentId)
    .where('epoch', 'is not', null)
    .execute();
  return new Map(rows.flatMap(({ epoch, origins }) => (origins === null ? [] : [[Number(epoch), origins] as const])));
}

type Answer = Pick<ExpungeRow, 'state' | 'answered_by' | 'answered_as' | 'answered_at_ms'>;

export async function answerExpunge(db: Relational, id: string, answer: Answer): Promise<void> {
  await db.updateTable('expunge').set(answer).where('id', '=', id).execute();
}

export async function endExpunge(
  db: Relational,
  id: string,
  { doneAtMs, certificate }: { doneAtMs: number; certificate: string },
): Promise<void> {
  await db.updateTable('expunge').set({ state: 'done', done_at_ms: doneAtMs, certificate }).where('id', '=', id).execute();
}

/** Before the epoch begins: if it does, these are what it did. */
export async function planDocument(
  db: Relational,
  { expunge_id, document_id }: Pick<ExpungeDocumentRow, 'expunge_id' | 'document_id'>,
  plan: Pick<ExpungeDocumentRow, 'outcome' | 'origins'>,
): Promise<void> {
  await db
    .updateTable('expunge_document')
    .set(plan)
    .where('expunge_id', '=', expunge_id)
    .where('document_id', '=', document_id)
    .where('epoch', 'is', null)
    .execute();
}

/** In the transaction that takes words from beside the log. @param beside  JSON: how many rows in all so far */
export async function countBeside(db: Relational, id: string, beside: string): Promise<void> {
  await db.updateTable('expunge').set({ beside }).where('id', '=', id).execute();
}

/** Until the files are scrubbed, whatever happens in between. Within the transaction that erases. */
export async function oweScrub(db: Relational, id: string, sinceMs: number): Promise<void> {
  await db
    .insertInto('scrub_owed')
    .values({ id, since_ms: sinceMs })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function scrubsOwed(db: Relational): Promise<string[]> {
  return (await db.selectFrom('scrub_owed').select('id').execute()).map(({ id }) => id);
}

export async function scrubsDone(db: Relational, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .deleteFrom('scrub_owed')
    .where('id', 'in', [...ids])
    .execute();
}

function expungeOf(row: ExpungeRow): ExpungeRow {
  return {
    ...row,
    asked_at_ms: Number(row.asked_at_ms),
    answered_at_ms: row.answered_at_ms === null ? null : Number(row.answered_at_ms),
    done_at_ms: row.done_at_ms === null ? null : Number(row.done_at_ms),
  };
}

function documentOf(row: ExpungeDocumentRow): ExpungeDocumentRow {
  return { ...row, asked_epoch: Number(row.asked_epoch), epoch: row.epoch === null ? null : Number(row.epoch) };
}
