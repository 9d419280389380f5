/** Says how far long work has come, in a line every few seconds; short work says nothing. */
import type { Progress } from '@ginnel/store/backup/backup';

/** Whoever waits this long begins to wonder. */
const FIRST_MS = 1_000;
const EVERY_MS = 2_000;

/**
 * @param say  where whoever waits looks; never where answers go, which programs read
 * @param nowMs  a monotonic clock
 */
export function sayingProgress(say: (line: string) => void, nowMs: () => number): Progress {
  let dueMs = nowMs() + FIRST_MS;
  return (what, done, of) => {
    if (nowMs() < dueMs) return;
    dueMs = nowMs() + EVERY_MS;
    say(of === undefined || of === done ? `… ${what}: ${done}` : `… ${what}: ${done} of ${of} (${Math.floor((100 * done) / of)} %)`);
  };
}
