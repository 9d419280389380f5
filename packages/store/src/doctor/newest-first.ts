/** All documents in the order in which they are best looked at: what was written last, people will open first. */
import { setImmediate } from 'node:timers/promises';
import type { DocumentId } from '@ginnel/base/ids';
import { sql } from 'kysely';
import type { Store } from '../store.ts';

/** SQLite is asked in the thread that serves people. */
const AT_ONCE = 500;

export async function documentsNewestFirst({ db, dialect }: Pick<Store, 'db' | 'dialect'>): Promise<readonly DocumentId[]> {
  const found: { readonly id: DocumentId; readonly atMs: number }[] = [];
  const recent = dialect === 'sqlite' ? await newestRecent(db) : new Map<number, number>();
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('document')
      .leftJoin('document_head', 'document_head.document', 'document.key')
      .leftJoin('document_update', (join) =>
        join.onRef('document_update.document', '=', 'document.key').onRef('document_update.seq', '=', 'document_head.seq'),
      )
      .select(['document.key', 'document.id', 'document.created_at_ms', 'document_update.at_ms'])
      .where('document.key', '>', after)
      .orderBy('document.key')
      .limit(AT_ONCE)
      .execute();
    for (const { key, id, created_at_ms, at_ms } of rows)
      found.push({ id: id as DocumentId, atMs: recent.get(key) ?? at_ms ?? created_at_ms });
    const last = rows.at(-1);
    if (last === undefined || rows.length < AT_ONCE) break;
    after = last.key;
    await setImmediate();
  }
  return found.sort((a, b) => b.atMs - a.atMs).map(({ id }) => id);
}

/** Rows that are not folded into their place yet are the newest of their documents. */
async function newestRecent(db: Store['db']): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ document: number; atMs: number }>`
    select document, max(at_ms) as "atMs" from document_recent group by document`.execute(db);
  return new Map(rows.map(({ document, atMs }) => [document, atMs]));
}
