/** Answers to commands, by person and idempotency key. */
import type { ReceiptRow, Relational } from './tables.ts';

export async function findReceipt(db: Relational, personId: string, key: string): Promise<ReceiptRow | null> {
  const row = await db.selectFrom('receipt').selectAll().where('person_id', '=', personId).where('key', '=', key).executeTakeFirst();
  return row ?? null;
}

export async function keepReceipt(db: Relational, receipt: ReceiptRow): Promise<void> {
  await db.insertInto('receipt').values(receipt).execute();
}
