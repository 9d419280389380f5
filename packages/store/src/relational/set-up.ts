/** What first-run set-up keeps until it is done: its secret, and the draft as far as it has come. */
import type { Relational } from './tables.ts';

const DRAFT = 'draft';
const SECRET = 'set-up';

/** JSON; `null`: nothing was kept yet. */
export async function readDraft(db: Relational): Promise<string | null> {
  return (await db.selectFrom('set_up_draft').select('draft').where('name', '=', DRAFT).executeTakeFirst())?.draft ?? null;
}

export async function keepDraft(db: Relational, draft: string): Promise<void> {
  await db
    .insertInto('set_up_draft')
    .values({ name: DRAFT, draft })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ draft }))
    .execute();
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
