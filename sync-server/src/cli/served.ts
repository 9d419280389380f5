/** What must not happen to a database while a server is at work on it: words written meanwhile would be lost. */
import { assertNotInUse } from '@ginnel/store/copy/in-use';
import type { DatabaseAt } from '@ginnel/store/copy/move-database';
import { whileNotServed } from '@ginnel/store/sqlite/serving-lock';

/** @returns what `work` does. Rejects with a sentence, without having run it, while a server has the database. */
export async function whileServedByNobody<T>(at: DatabaseAt, work: () => Promise<T>): Promise<T> {
  if ('folder' in at) return await whileNotServed(at.folder, work);
  await assertNotInUse(at);
  return await work();
}
