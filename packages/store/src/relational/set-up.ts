/** What first-run set-up keeps until it is done: its secret, the draft as far as it has come, which demo documents have no words yet. */
import type { DocumentId } from '@ginnel/base/ids';
import type { Relational } from './tables.ts';

const DRAFT = 'draft';
const UNWRITTEN = 'demo-unwritten';
const SECRET = 'set-up';

/** JSON; `null`: nothing was kept yet. */
export async function readDraft(db: Relational): Promise<string | null> {
  return await read(db, DRAFT);
}

export async function keepDraft(db: Relational, draft: string): Promise<void> {
  await keep(db, DRAFT, draft);
}

/** Both the draft and the secret: set-up is over. */
export async function removeDraft(db: Relational): Promise<void> {
  await db.deleteFrom('set_up_draft').where('name', '=', DRAFT).execute();
  await db.deleteFrom('installation_secret').where('name', '=', SECRET).execute();
}

/** `null` once set-up is over. */
export async function readSetUpSecret(db: Relational): Promise<string | null> {
  return (await db.selectFrom('installation_secret').select('value').where('name', '=', SECRET).executeTakeFirst())?.value ?? null;
}

/** Demo documents in their order; `null`: they have their words, or this is no demo. */
export async function readUnwritten(db: Relational): Promise<readonly DocumentId[] | null> {
  const kept = await read(db, UNWRITTEN);
  return kept === null ? null : (JSON.parse(kept) as DocumentId[]);
}

export async function keepUnwritten(db: Relational, ids: readonly DocumentId[]): Promise<void> {
  await keep(db, UNWRITTEN, JSON.stringify(ids));
}

export async function removeUnwritten(db: Relational): Promise<void> {
  await db.deleteFrom('set_up_draft').where('name', '=', UNWRITTEN).execute();
}

async function read(db: Relational, name: string): Promise<string | null> {
  return (await db.selectFrom('set_up_draft').select('draft').where('name', '=', name).executeTakeFirst())?.draft ?? null;
}

async function keep(db: Relational, name: string, draft: string): Promise<void> {
  await db
    .insertInto('set_up_draft')
    .values({ name, draft })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ draft }))
    .execute();
}
