/** Sends an update to a live document and tells what came of it: a refusal must leave no trace. */
import type { Refusal } from '@ginnel/domain/refusals';
import type { Result } from '@ginnel/base/result';
import type { Admitted, Judged } from '@ginnel/merge/contract';
import type { Scene } from './scene.ts';

export interface Outcome {
  /** Null when the judge threw, which it never may. */
  readonly verdict: Result<Admitted, Refusal> | null;
  /** The document's state or meaning changed, though the update was only judged. */
  readonly changed: boolean;
  readonly ms: number;
}

export function send(scene: Scene, update: Uint8Array, by: Judged): Outcome {
  const state = scene.live.encode();
  const hash = scene.hash();
  let verdict: Outcome['verdict'] = null;
  let ms = Infinity;
  try {
    // Judging changes nothing, so a slow one is judged again: what counts is the judge's time, not the machine's pauses.
    for (let times = 0; times < 6 && ms > 20; times++) {
      const start = performance.now();
      const burnt = process.cpuUsage();
      verdict = scene.live.judge(update, by);
      // On a busy machine the clock also counts other programs' turns; a hang burns this one's own time.
      const { user, system } = process.cpuUsage(burnt);
      ms = Math.min(ms, performance.now() - start, (user + system) / 1000);
    }
  } catch {
    verdict = null;
  }
  return { verdict, ms, changed: hash !== scene.hash() || !Buffer.from(state).equals(scene.live.encode()) };
}
