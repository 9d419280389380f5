/** Counted tries: kept here, so that neither a restart nor a second node forgets them. */
import { sql } from 'kysely';
import type { Relational } from './tables.ts';

export interface Trying {
  /** A keyed hash of who tries: no address is kept. */
  readonly key: string;
  readonly nowMs: number;
  /** From the first try on; then it begins anew. */
  readonly windowMs: number;
}

/** Counts one try in one statement, so that tries at the same moment are all counted. @returns how many there were in this window */
export async function countTry(db: Relational, { key, nowMs, windowMs }: Trying): Promise<number> {
  const isOver = sql<boolean>`tries.expires_at_ms <= ${nowMs}`;
  const { points } = await db
    .insertInto('tries')
    .values({ key, points: 1, expires_at_ms: nowMs + windowMs })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        points: sql<number>`case when ${isOver} then 1 else tries.points + 1 end`,
        expires_at_ms: sql<number>`case when ${isOver} then ${nowMs + windowMs} else tries.expires_at_ms end`,
      }),
    )
    .returning('points')
    .executeTakeFirstOrThrow();
  return Number(points);
}

/** Takes one try back: it was right. */
export async function forgiveTry(db: Relational, key: string): Promise<void> {
  await db
    .updateTable('tries')
    .set((row) => ({ points: row('points', '-', 1) }))
    .where('key', '=', key)
    .where('points', '>', 0)
    .execute();
}
