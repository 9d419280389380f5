/** Questions that are asked at every join, made once and then asked again: past Kysely's queue where the database answers at once. */
import type { Compilable, CompiledQuery } from 'kysely';
import type { Relational } from './tables.ts';

type Answer = (question: CompiledQuery) => readonly unknown[];

const atOnce = new WeakMap<Relational, Answer>();

/** Lists are filled up to a power of two, so that few lengths are composed: composing one takes as long as hundreds of answers. */
const SHORTEST_FILLED = 4;
/** Longer ones are as long as they are. */
const LONGEST_FILLED = 1024;

/** @param answer  reads only what is committed: never on a connection on which a transaction of ours may be open */
export function answersAtOnce(db: Relational, answer: Answer): void {
  atOnce.set(db, answer);
}

/** Asks with these values, in the order in which they stand in the question. Inside a transaction it is asked of the transaction. */
export type Ask<Row> = (db: Relational, values: readonly unknown[]) => Promise<readonly Row[]>;

/** @param compose  with any values: they are told each time */
export function question<Row>(compose: (db: Relational) => Compilable<Row>): Ask<Row> {
  const composed = new WeakMap<Relational, CompiledQuery<Row>>();
  return async (db, parameters) => {
    let made = composed.get(db);
    if (made === undefined) composed.set(db, (made = compose(db).compile()));
    const answer = atOnce.get(db);
    const asked: CompiledQuery<Row> = { ...made, parameters };
    return answer === undefined ? (await db.executeQuery(asked)).rows : (answer(asked) as readonly Row[]);
  };
}

/** A question with one list in it. @returns what to ask about these, and the list to be told: the last one again and again at its end */
export function questionAbout<Row>(
  compose: (db: Relational, list: readonly string[]) => Compilable<Row>,
): (list: readonly string[]) => { readonly ask: Ask<Row>; readonly filled: readonly string[] } {
  const byLength = new Map<number, Ask<Row>>();
  return (list) => {
    const filled = fill(list);
    let ask = byLength.get(filled.length);
    if (ask === undefined) byLength.set(filled.length, (ask = question((db) => compose(db, filled))));
    return { ask, filled };
  };
}

function fill(list: readonly string[]): readonly string[] {
  const length = 2 ** Math.ceil(Math.log2(Math.max(SHORTEST_FILLED, list.length)));
  if (length > LONGEST_FILLED) return list;
  return [...list, ...new Array<string>(length - list.length).fill(list.at(-1) ?? '')];
}
