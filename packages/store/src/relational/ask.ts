/** Questions that are asked at every join, made once and then asked again: past Kysely's queue where the database answers at once. */
import type { CompiledQuery } from 'kysely';
import type { Relational } from './tables.ts';

type Answer = (question: CompiledQuery) => readonly unknown[];

const atOnce = new WeakMap<Relational, Answer>();

/** @param answer  reads only what is committed: never on a connection on which a transaction of ours may be open */
export function answersAtOnce(db: Relational, answer: Answer): void {
  atOnce.set(db, answer);
}

/** Inside a transaction this is asked of the transaction. */
export async function ask<Row>(db: Relational, question: CompiledQuery<Row>): Promise<readonly Row[]> {
  const answer = atOnce.get(db);
  return answer === undefined ? (await db.executeQuery(question)).rows : (answer(question) as readonly Row[]);
}
