/** Randomness that a test can repeat: the same seed gives the same bytes, numbers and choices. Never for secrets. */
import { assert } from '@ginnel/base/assert';
import type { Random } from '@ginnel/base/ports';

export interface SeededRandom extends Random {
  readonly seed: number;
  /** A whole number from 0 to `below - 1`. */
  int(below: number): number;
  pick<T>(choices: readonly T[]): T;
  shuffle<T>(list: readonly T[]): T[];
}

/** mulberry32 (Tommy Ettinger, public domain): small, quick and even enough for choosing test cases. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    seed,
    int,
    bytes: (length) => Uint8Array.from({ length }, () => int(256)),
    pick(choices) {
      assert(choices.length > 0, 'there is something to pick from');
      return choices[int(choices.length)] as (typeof choices)[number];
    },
    shuffle(list) {
      const shuffled = [...list];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = int(i + 1);
        [shuffled[i], shuffled[j]] = [shuffled[j] as never, shuffled[i] as never];
      }
      return shuffled;
    },
  };
}
