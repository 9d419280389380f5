/**
 * When writers are told "saved" (PR4): at once after a quiet moment, and while they go on together with whatever else they are
 * told, or after a while. A person who types hears it twice a second instead of at each letter; a program that waits for it
 * before it goes on is found out and not kept waiting. One timer for all sockets.
 */

/** From the arrival of an edit. With the time that its commit takes it is said within half a second. */
export const SAVED_WITHIN_MS = 400;
/** How often it is looked who has waited that long: nobody waits longer for it. */
const LOOK_MS = 50;
/** How often in a row who has waited in vain is told at once before it is tried again whether they go on by themselves. */
const MOST_AT_ONCE = 64;

/** The "saved" of one writer, while it has not been said. */
export class Owed {
  /** When the oldest edit in it arrived, by the monotonic clock. */
  sinceMs = Infinity;
  #saved: Uint8Array | null = null;
  #saidAtMs = -Infinity;
  #wentOn = false;
  #atOnce = 0;
  #atOnceLast = 0;

  get isNothing(): boolean {
    return this.#saved === null;
  }

  /** A later one says the same and more. */
  put(saved: Uint8Array, waitedMs: number): void {
    this.#wentOn = this.#saved !== null;
    this.#saved = saved;
    this.sinceMs = Math.min(this.sinceMs, performance.now() - waitedMs);
  }

  /** Whether it is said without waiting for more: after a quiet moment, after a slow commit, and to who would wait for it. */
  isDue(): boolean {
    if (performance.now() >= Math.min(this.sinceMs, this.#saidAtMs) + SAVED_WITHIN_MS) return true;
    if (this.#atOnce === 0) return false;
    this.#atOnce -= 1;
    return true;
  }

  /** It has waited as long as it may. Who wrote nothing more meanwhile may have waited for it: each time twice as often at once. */
  hasWaited(): void {
    this.#atOnceLast = this.#wentOn ? 0 : Math.min(MOST_AT_ONCE, Math.max(1, 2 * this.#atOnceLast));
    this.#atOnce = this.#atOnceLast;
  }

  /** What is to be said now, and is owed no more. */
  take(): Uint8Array | null {
    const saved = this.#saved;
    if (saved !== null) this.#saidAtMs = performance.now();
    this.#saved = null;
    this.sinceMs = Infinity;
    this.#wentOn = false;
    return saved;
  }
}

/** A socket whose writer is owed a "saved". */
export interface Owing {
  readonly owed: Owed;
  /** To be said now. */
  pay(): void;
}

export class SavedPace {
  readonly #owing = new Set<Owing>();
  #isLooking = false;

  /** To be called when it is not said at once. */
  owe(who: Owing): void {
    this.#owing.add(who);
    if (this.#isLooking) return;
    this.#isLooking = true;
    setTimeout(() => this.#look(), LOOK_MS).unref();
  }

  /** To be called when it was said meanwhile, or there is nobody to say it to. */
  forget(who: Owing): void {
    this.#owing.delete(who);
  }

  #look(): void {
    const beforeMs = performance.now() - (SAVED_WITHIN_MS - LOOK_MS);
    for (const who of this.#owing) {
      if (who.owed.sinceMs > beforeMs) continue;
      who.owed.hasWaited();
      who.pay();
    }
    this.#isLooking = this.#owing.size > 0;
    if (this.#isLooking) setTimeout(() => this.#look(), LOOK_MS).unref();
  }
}
