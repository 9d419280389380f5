/** Sign-in links as stored: hashes of the token, the code and the asking browser; never the secrets themselves. */
import type { MagicLinkRow, Relational } from './tables.ts';

export async function addMagicLink(db: Relational, row: MagicLinkRow): Promise<void> {
  await db.insertInto('magic_link').values(row).execute();
}

/** The links that this browser asked for and that could still be used: the newest first. */
export async function openMagicLinks(db: Relational, browserHash: string, nowMs: number): Promise<MagicLinkRow[]> {
  return await db
    .selectFrom('magic_link')
    .selectAll()
    .where('browser_hash', '=', browserHash)
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .where('tries_left', '>', 0)
    .orderBy('created_at_ms', 'desc')
    .execute();
}

/** Spends a link. @returns false when somebody was quicker: a link is used once. */
export async function useMagicLink(db: Relational, id: string, nowMs: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('magic_link')
    .set({ used_at_ms: nowMs })
    .where('id', '=', id)
    .where('used_at_ms', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A wrong token or code costs every open link of the browser one try. */
export async function spendTry(db: Relational, browserHash: string): Promise<void> {
  await db
    .updateTable('magic_link')
    .set((row) => ({ tries_left: row('tries_left', '-', 1) }))
    .where('browser_hash', '=', browserHash)
    .where('used_at_ms', 'is', null)
    .where('tries_left', '>', 0)
    .execute();
}

export async function removeOldMagicLinks(db: Relational, beforeMs: number): Promise<void> {
  await db.deleteFrom('magic_link').where('expires_at_ms', '<', beforeMs).execute();
}

/** Gives the newest open link for an address another code. @returns whether there was one */
export async function replaceCode(
  db: Relational,
  { email, codeHash, nowMs }: { email: string; codeHash: string; nowMs: number },
): Promise<boolean> {
  const newest = await db
    .selectFrom('magic_link')
    .select('id')
    .where('email', '=', email)
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .where('tries_left', '>', 0)
    .orderBy('created_at_ms', 'desc')
    .executeTakeFirst();
  if (newest === undefined) return false;
  await db.updateTable('magic_link').set({ code_hash: codeHash }).where('id', '=', newest.id).execute();
  return true;
}
