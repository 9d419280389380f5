/** Frames with edits that wait for the end of their window, in the order of arrival, with a bound per writer. */
import type { Member } from './member.ts';

/** What one writer may have waiting; then its socket is not read until that is judged. */
export const MAX_WAITING_FRAMES = 64;
export const MAX_WAITING_BYTES = 6 * 1024 * 1024;

/** A frame with edits. */
export interface Waiting {
  readonly member: Member;
  /** Counted from 1 on its connection. */
  readonly frame: number;
  readonly update: Uint8Array;
  readonly arrivedAtMs: number;
  /** The log has been looked at since this frame seemed wrong. */
  readonly isSecondLook?: boolean;
}

export class Queue {
  #items: Waiting[] = [];

  get length(): number {
    return this.#items.length;
  }

  get members(): readonly Member[] {
    return this.#items.map(({ member }) => member);
  }

  add(item: Waiting): void {
    this.#items.push(item);
    count([item], 1);
  }

  takeAll(): readonly Waiting[] {
    const items = this.#items;
    this.#items = [];
    count(items, -1);
    return items;
  }

  /** Before everything that has come since. */
  putBack(items: readonly Waiting[]): void {
    this.#items = [...items, ...this.#items];
    count(items, 1);
  }

  drop(member: Member): void {
    this.#items = this.#items.filter((item) => item.member !== member);
    member.queuedFrames = 0;
    member.queuedBytes = 0;
  }
}

export interface OfWriter {
  readonly member: Member;
  /** The last of their frames. */
  readonly frames: number;
  readonly count: number;
  /** When the first of them arrived. */
  readonly arrivedAtMs: number;
}

export function byWriter(items: readonly Waiting[]): readonly OfWriter[] {
  const writers = new Map<Member, OfWriter>();
  for (const { member, frame, arrivedAtMs } of items) {
    const before = writers.get(member) ?? { frames: 0, count: 0, arrivedAtMs };
    writers.set(member, {
      member,
      frames: Math.max(before.frames, frame),
      count: before.count + 1,
      arrivedAtMs: Math.min(before.arrivedAtMs, arrivedAtMs),
    });
  }
  return [...writers.values()];
}

export function isOverloaded({ queuedFrames, queuedBytes }: Member): boolean {
  return queuedFrames >= MAX_WAITING_FRAMES || queuedBytes >= MAX_WAITING_BYTES;
}

function count(items: readonly Waiting[], sign: 1 | -1): void {
  for (const { member, update } of items) {
    member.queuedFrames += sign;
    member.queuedBytes += sign * update.length;
  }
}
