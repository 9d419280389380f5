/**
 * What one update may cost beyond reading it, in tenths of a microsecond, judged and taken together: walks, cuts, searches, all that can
 * be many times more than its bytes. One account for everything, so that no frame can spend several budgets at once.
 */
import { EFFORT_PER_BYTE, MAX_EFFORT, MAX_PAID_BYTES } from './limits.ts';
import { refuse } from './refused.ts';

export class Effort {
  #left: number = MAX_EFFORT;

  /** Who sends more may ask for more: a long absence is a large update. */
  allowFor(bytes: number): void {
    this.#left = MAX_EFFORT + EFFORT_PER_BYTE * Math.min(bytes, MAX_PAID_BYTES);
  }

  /** Refuses when it is too much. */
  spend(effort: number): void {
    if ((this.#left -= effort) < 0) refuse('too-large');
  }
}
