/**
 * Hands what others write to the page at the pace at which this device can show it: the first at once, and what comes while that is
 * being shown together. Twenty people type a hundred letters a second; a cheap telephone would show nothing else. Drops nothing.
 */
export interface Pace {
  nowMs(): number;
  /** Once what has changed until now is on the screen, or soon where there is no screen. */
  afterShown(run: () => void): void;
  after(ms: number, run: () => void): () => void;
}

/** Of the time, others' words get at most one part in this and one: the rest is for the person's own. */
const REST_FOR_EACH = 2;
/** Later than this, words would seem to come in heaps. */
const MOST_REST_MS = 250;

export class Arrivals {
  readonly #pace: Pace | null;
  readonly #together: (updates: readonly Uint8Array[]) => void;
  #updates: Uint8Array[] = [];
  #others: (() => void)[] = [];
  #isResting = false;
  #cancel: (() => void) | null = null;

  /**
   * @param pace      without one, everything is handed on as it comes
   * @param together  takes updates that came one after the other
   */
  constructor(pace: Pace | null, together: (updates: readonly Uint8Array[]) => void) {
    this.#pace = pace;
    this.#together = together;
  }

  update(update: Uint8Array): void {
    this.#updates.push(update);
    this.#soon();
  }

  /** What else was said. It is heard in its order, and never before the words that came ahead of it. */
  other(hear: () => void): void {
    this.#others.push(hear);
    this.#soon();
  }

  /** Hands on all that waits. */
  drain(): void {
    const [updates, others] = [this.#updates, this.#others];
    [this.#updates, this.#others] = [[], []];
    try {
      if (updates.length > 0) this.#together(updates);
    } finally {
      for (const hear of others) hear();
    }
  }

  /** Nobody is there any more to whom it could be handed. */
  drop(): void {
    [this.#updates, this.#others] = [[], []];
    this.#cancel?.();
    this.#cancel = null;
  }

  #soon(): void {
    if (!this.#isResting) this.#hand();
  }

  #hand(): void {
    const pace = this.#pace;
    if (pace === null) return this.drain();
    this.#isResting = true;
    const fromMs = pace.nowMs();
    pace.afterShown(() => {
      const restMs = Math.min(MOST_REST_MS, REST_FOR_EACH * (pace.nowMs() - fromMs));
      this.#cancel = pace.after(restMs, () => {
        this.#isResting = false;
        if (this.#updates.length + this.#others.length > 0) this.#hand();
      });
    });
    this.drain();
  }
}
