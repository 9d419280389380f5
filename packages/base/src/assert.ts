/** Checks of what must be true whatever anyone sends: a failure is a bug of ours, so it throws. */

export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${what}`);
}

/** Ends every switch over a closed union: a new member becomes a type error here. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
