/**
 * A long document becomes live entry by entry, so that the page answers meanwhile: what is in sight or reached for first, the rest
 * while the person does nothing. Until its turn an entry shows its words as they are, and is not written in.
 */

import { flushSync } from 'svelte';

/** A page with so many is live at one go: that takes no longer than a person notices. */
const AT_ONE_GO = 20;
/** Of one piece of work, as long as nothing else waits. */
const PIECE_MS = 8;
/** A busy page still comes to an end. */
const AT_THE_LATEST_MS = 150;
/** What comes into sight soon counts as in sight. */
const MARGIN = '100% 0px';
const REACHED_FOR = ['pointerover', 'pointerdown', 'focusin'] as const;

class Turns {
  /** In the order of the page. */
  readonly #waiting = new Map<Element, () => void>();
  readonly #inSight = new Set<Element>();
  #watching: IntersectionObserver | null = null;
  #isDue = false;

  /**
   * @param begin  takes the turn, and is done when it returns
   * @returns stops waiting
   */
  wait(entry: Element, begin: () => void): () => void {
    const reached = () => this.#take(entry);
    for (const event of REACHED_FOR) entry.addEventListener(event, reached);
    this.#watching ??= new IntersectionObserver((seen) => this.#see(seen), { rootMargin: MARGIN });
    this.#watching.observe(entry);
    const stop = () => {
      this.#waiting.delete(entry);
      this.#inSight.delete(entry);
      this.#watching?.unobserve(entry);
      for (const event of REACHED_FOR) entry.removeEventListener(event, reached);
    };
    this.#waiting.set(entry, () => {
      stop();
      flushSync(begin); // what it costs is paid here, and counted
    });
    this.#soon();
    return stop;
  }

  #see(seen: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting && this.#waiting.has(target)) this.#inSight.add(target);
      else this.#inSight.delete(target);
    }
  }

  #take(entry: Element): void {
    this.#waiting.get(entry)?.();
  }

  #soon(): void {
    if (this.#isDue || this.#waiting.size === 0) return;
    this.#isDue = true;
    whenIdle(() => {
      this.#isDue = false;
      const untilMs = performance.now() + PIECE_MS;
      do {
        const [next] = this.#inSight.size > 0 ? this.#inSight : this.#waiting.keys();
        if (next === undefined) return;
        this.#take(next);
      } while (performance.now() < untilMs);
      this.#soon();
    });
  }
}

/** Not in every browser. */
function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: AT_THE_LATEST_MS });
  else setTimeout(run, 16);
}

const turns = new Turns();

/**
 * @param among  how many entries the page has
 * @returns stops waiting. `begin` has run already when there are few.
 */
export function waitForTurn(entry: Element, among: number, begin: () => void): () => void {
  if (among > AT_ONE_GO) return turns.wait(entry, begin);
  begin();
  return () => undefined;
}
