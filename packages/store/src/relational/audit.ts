/** The audit as rows: what comes next, what is there. Hashing and checking stand in `accounts/audit`. */
import type { AuditDetailRow, AuditEntryRow, AuditHeadRow, Relational } from './tables.ts';

/** The hash that the first entry follows. */
export const NO_HASH = '0'.repeat(64);

/**
 * Lets one decision at a time go on, from here to the end of its transaction: what it reads is then still so when it
 * writes. SQLite has locked everything by now; PostgreSQL locks the head.
 */
export async function takeTurn(db: Relational): Promise<void> {
  await db
    .insertInto('audit_head')
    .values({ id: 1, seq: 0, hash: NO_HASH })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await db
    .updateTable('audit_head')
    .set((head) => ({ seq: head.ref('seq') }))
    .where('id', '=', 1)
    .execute();
}

/** The next number, and the hash that its entry follows. Call `takeTurn` first in the same transaction. */
export async function nextAudit(db: Relational): Promise<{ readonly seq: number; readonly previousHash: string }> {
  const { seq, hash } = await db
    .updateTable('audit_head')
    .set((head) => ({ seq: head('seq', '+', 1) }))
    .where('id', '=', 1)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { seq, previousHash: hash };
}

export async function addAudit(db: Relational, entry: AuditEntryRow, detail: AuditDetailRow): Promise<void> {
  await db.insertInto('audit_entry').values(entry).execute();
  await db.insertInto('audit_detail').values(detail).execute();
  await db.updateTable('audit_head').set({ hash: entry.hash }).where('id', '=', 1).execute();
}

export async function auditHead(db: Relational): Promise<Pick<AuditHeadRow, 'seq' | 'hash'>> {
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst();
  return head ?? { seq: 0, hash: NO_HASH };
}

/** Entries after `afterSeq`, in order. */
export async function readAudit(db: Relational, afterSeq: number, limit: number): Promise<AuditEntryRow[]> {
  const rows = await db.selectFrom('audit_entry').selectAll().where('seq', '>', afterSeq).orderBy('seq').limit(limit).execute();
  return rows.map((row) => ({ ...row, at_ms: Number(row.at_ms) }));
}

/** Entries of these commands after `afterSeq`, in order. */
export async function readAuditOf(db: Relational, commands: readonly string[], afterSeq: number, limit: number): Promise<AuditEntryRow[]> {
  const query = db
    .selectFrom('audit_entry')
    .selectAll()
    .where('command', 'in', [...commands])
    .where('seq', '>', afterSeq);
  const rows = await query.orderBy('seq').limit(limit).execute();
  return rows.map((row) => ({ ...row, at_ms: Number(row.at_ms) }));
}
