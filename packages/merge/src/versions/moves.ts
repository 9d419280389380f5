/** Which entries of a list moved: the fewest that explain the new order. */

export interface Move {
  readonly id: string;
  /** Places among the entries that both lists have, from 0. */
  readonly from: number;
  readonly to: number;
}

/** Only entries in both lists can move. */
export function movesBetween(before: readonly string[], after: readonly string[]): Move[] {
  const kept = new Set(before.filter((id) => after.includes(id)));
  const old = before.filter((id) => kept.has(id));
  const now = after.filter((id) => kept.has(id));
  const places = new Map(old.map((id, i) => [id, i]));
  const still = longestRising(now.map((id) => places.get(id) as number));
  return now.flatMap((id, to) => {
    const from = places.get(id) as number;
    return still.has(from) ? [] : [{ id, from, to }];
  });
}

/** The members of a longest rising subsequence. */
function longestRising(values: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous = new Map<number, number | undefined>();
  for (const value of values) {
    let at = tails.findIndex((tail) => tail > value);
    if (at === -1) at = tails.length;
    previous.set(value, tails[at - 1]);
    tails[at] = value;
  }
  const members = new Set<number>();
  for (let value = tails.at(-1); value !== undefined; value = previous.get(value)) members.add(value);
  return members;
}
