/** Tells writers that what they sent is dealt with: each once, cumulatively (RM2). */
import { savedFrame } from '@ginnel/protocol/frames';
import type { Members } from './members.ts';
import type { Outbox } from './outbox.ts';
import { byWriter, type Waiting } from './queue.ts';
import type { Replica } from './replica.ts';
import type { Refused } from './window.ts';

export interface Told {
  readonly out: Outbox;
  readonly members: Members;
  readonly replica: Replica;
}

/**
 * To be called only when the items are durable, say nothing new, or are refused.
 *
 * @param when  `now`: behind what else the writer is told in this step, a refusal; `soon`: the host may keep it for a moment
 */
export function acknowledge(items: readonly Waiting[], { out, members, replica }: Told, when: 'now' | 'soon'): void {
  const { info, headSeq } = replica;
  for (const { member, frames, arrivedAtMs } of byWriter(items)) {
    if (!members.has(member)) continue;
    const { connection, speaksGinnel } = member.joining;
    // A refused frame behind these is dealt with too, unless something before it still waits.
    const upTo = member.queuedFrames === 0 ? Math.max(frames, member.refusedUpTo) : frames;
    const saved = { type: 'send', to: [connection], bytes: savedFrame(info.epoch, headSeq, upTo) } as const;
    if (speaksGinnel && when === 'soon') out.push({ ...saved, savedSinceMs: arrivedAtMs });
    else if (speaksGinnel) out.push(saved);
    if (!speaksGinnel || when === 'now') out.push({ type: 'dealt-with', arrivedAtMs });
  }
}

/** A refused frame counts as dealt with: at once, unless the same writer has more in what is not yet durable. */
export function dealtWith(refused: readonly Refused[], underWay: readonly Waiting[]): readonly Waiting[] {
  if (refused.length === 0) return [];
  const writers = new Set(underWay.map(({ member }) => member));
  return refused.map(({ item }) => item).filter(({ member }) => !writers.has(member));
}
