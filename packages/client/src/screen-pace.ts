/** The pace of a page: what others write is shown between two letters of the person's own, and takes a third of the time at most. */
import type { Pace } from './arrivals.ts';

/** A page that goes out of sight meanwhile draws no frame. */
const HIDDEN_AFTER_MS = 500;
/** Somebody who typed so lately will type again. */
const STILL_TYPES_MS = 400;
/** For their next letter, others' words wait so long and no longer. */
const MOST_WAIT_MS = 250;

export function screenPace(): Pace {
  let typedMs = -Infinity;
  /** Documents whose words wait for a letter: the one that is open, and one that is about to be closed. */
  const waiting = new Set<() => void>();
  document.addEventListener(
    'input',
    () => {
      typedMs = performance.now();
      for (const onLetter of waiting) onLetter();
    },
    { capture: true },
  );

  return {
    nowMs: () => performance.now(),
    afterShown,
    after: (ms, run) => {
      let isOver = false;
      const go = () => {
        if (isOver) return;
        stop();
        run();
      };
      const onLetter = () => afterShown(go);
      const stop = () => {
        isOver = true;
        waiting.delete(onLetter);
        clearTimeout(timer);
      };
      let timer = setTimeout(() => {
        if (performance.now() - typedMs > STILL_TYPES_MS) return go();
        // Just behind a letter, there is most time until the next.
        timer = setTimeout(go, MOST_WAIT_MS);
        waiting.add(onLetter);
      }, ms);
      return stop;
    },
  };
}

function afterShown(run: () => void): void {
  // Out of sight there are no frames.
  if (document.visibilityState === 'hidden') return void setTimeout(run, 0);
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    run();
  };
  requestAnimationFrame(() => setTimeout(once, 0));
  setTimeout(once, HIDDEN_AFTER_MS);
}
