/** How many seeds it takes until a variant is caught. */
import { simulate, type Subject } from './simulation.ts';

export interface Caught {
  readonly seed: number;
  readonly by: string;
}

/** `null`: none of the first `seeds` noticed. Any error counts: a room that falls over has been caught, too. */
export function catchVariant(subject: Subject, seeds: number): Caught | null {
  for (let seed = 1; seed <= seeds; seed++) {
    try {
      simulate(seed, subject);
    } catch (error) {
      return { seed, by: error instanceof Error ? error.message : String(error) };
    }
  }
  return null;
}
