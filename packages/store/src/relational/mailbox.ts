/** The local mailbox of demo mode: mail that no SMTP server took, so that it can be read on the page. */
import type { MailRow, Relational } from './tables.ts';

export async function keepMail(db: Relational, mail: MailRow): Promise<void> {
  await db.insertInto('mail').values(mail).execute();
}

/** The newest `limit` messages, the newest first. */
export async function newestMail(db: Relational, limit: number): Promise<MailRow[]> {
  const rows = await db.selectFrom('mail').selectAll().orderBy('at_ms', 'desc').orderBy('id').limit(limit).execute();
  return rows.map((row) => ({ ...row, at_ms: Number(row.at_ms) }));
}
