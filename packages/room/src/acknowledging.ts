/** Tells writers that what they sent is dealt with: each once, cumulatively (RM2). */
import { savedFrames } from '@ginnel/protocol/frames';
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

/** To be called only when the items are durable, say nothing new, or are refused. */
export function acknowledge(items: readonly Waiting[], { out, members, replica }: Told): void {
  const { info, headSeq } = replica;
  const saved = savedFrames(info.epoch, headSeq);
  for (const { member, frames, count, arrivedAtMs } of byWriter(items)) {
    if (!members.has(member)) continue;
    // A refused frame behind these is dealt with too, unless something before it still waits.
    const upTo = member.queuedFrames === 0 ? Math.max(frames, member.refusedUpTo) : frames;
    if (member.joining.speaksGinnel) out.send([member.joining.connection], saved(upTo));
    out.push({ type: 'acknowledged', connection: member.joining.connection, frames: count, arrivedAtMs });
  }
}

/** A refused frame counts as dealt with: at once, unless the same writer has more in what is not yet durable. */
export function dealtWith(refused: readonly Refused[], underWay: readonly Waiting[]): readonly Waiting[] {
  const writers = new Set(underWay.map(({ member }) => member));
  return refused.map(({ item }) => item).filter(({ member }) => !writers.has(member));
}
