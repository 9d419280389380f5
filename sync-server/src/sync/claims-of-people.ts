/** How many clientIDs each person may still claim, in all documents of this node and on all their connections together (RM24). */
import type { PersonId } from '@ginnel/base/ids';
import type { Clock } from '@ginnel/base/ports';
import { claimsBudget, type Budget } from '@ginnel/room/budget';

export class ClaimsOfPeople {
  readonly #clock: Clock;
  readonly #budgets = new Map<PersonId, Budget>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(personId: PersonId): Budget {
    const known = this.#budgets.get(personId);
    if (known !== undefined) return known;
    const budget = claimsBudget(this.#clock.nowMs());
    this.#budgets.set(personId, budget);
    return budget;
  }

  /** Forgets who has gone, once nothing of theirs is missing: whoever comes anew gets no more than that. */
  sweep(isHere: (personId: PersonId) => boolean): void {
    const nowMs = this.#clock.nowMs();
    for (const [personId, budget] of this.#budgets) if (!isHere(personId) && budget.isFull(nowMs)) this.#budgets.delete(personId);
  }
}
