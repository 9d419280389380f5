/** How much of something a connection may ask for: so many at once, then so many per second. */
export class Budget {
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #atMs: number;

  constructor({ burst, perSecond, nowMs }: { burst: number; perSecond: number; nowMs: number }) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#left = burst;
    this.#atMs = nowMs;
  }

  /** Takes one, or says that there is none but what is to be left. A clock that goes backwards gives nothing. */
  take(nowMs: number, { leaving = 0 }: { leaving?: number } = {}): boolean {
    this.#fill(nowMs);
    if (this.#left < 1 + leaving) return false;
    this.#left -= 1;
    return true;
  }

  /** Whether nothing of it is missing. */
  isFull(nowMs: number): boolean {
    this.#fill(nowMs);
    return this.#left === this.#burst;
  }

  #fill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#atMs);
    this.#atMs = nowMs;
    this.#left = Math.min(this.#burst, this.#left + (elapsedMs * this.#perSecond) / 1000);
  }
}

/** Who comes back to a new node with every document that they have open brings as many clientIDs as they may have sockets. */
const CLAIMS = { burst: 200, perSecond: 0.1 };
/** A cursor may wait to be seen; words are not refused because of cursors. */
export const CLAIMS_LEFT_FOR_WORDS = 100;

/** ClientIDs that nobody had and that one person may claim, on all their connections together (RM24). */
export function claimsBudget(nowMs: number): Budget {
  return new Budget({ ...CLAIMS, nowMs });
}
