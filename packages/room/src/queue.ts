/** Frames with edits that wait for the end of their window, in the order of arrival, with a bound per writer. */
import { Early, mayBeEarly } from './early.ts';
import type { Member } from './member.ts';

/** What one writer may have waiting; then its socket is not read until that is judged. */
export const MAX_WAITING_FRAMES = 64;
export const MAX_WAITING_BYTES = 6 * 1024 * 1024;

/** A frame with edits. */
export interface Waiting {
  readonly member: Member;
  /** Counted from 1 on its connection. */
  readonly frame: number;
  readonly type: 'sync-step-2' | 'update';
  readonly update: Uint8Array;
  readonly arrivedAtMs: number;
  /** The log has been looked at since this frame seemed wrong. */
  readonly isSecondLook?: boolean;
  /** The clientIDs that it claims are taken from its person's budget: judging it again takes no more. */
  hasPaid?: boolean;
}

export class Queue {
  #items: Waiting[] = [];
  readonly #early = new Early();

  get length(): number {
    return this.#items.length;
  }

  get members(): readonly Member[] {
    return this.#items.map(({ member }) => member);
  }

  /** Whether all have been asked about since this version of the rights. */
  isUnder(rightsVersion: number): boolean {
    return this.#items.every(({ member }) => member.rightsVersion === rightsVersion);
  }

  /** A stock client's first sync step 2 goes before all that it sent earlier, which may build on it (RM21). */
  add(item: Waiting): void {
    const isAnswer = item.type === 'sync-step-2';
    const before = isAnswer && mayBeEarly(item) ? [...this.#early.take(item.member), ...this.#takeOf(item.member)] : [];
    if (isAnswer) item.member.hasAnswered = true;
    this.#items.push(item, ...before);
    count([item, ...before], 1);
  }

  takeAll(nowMs: number): readonly Waiting[] {
    const items = this.#items;
    this.#items = [];
    count(items, -1);
    const overdue = this.#early.takeOverdue(nowMs);
    return overdue.length === 0 ? items : [...overdue, ...items];
  }

  /** Keeps these until their client has answered, or has had the time to. */
  hold(early: Waiting): void {
    this.#early.hold(early);
  }

  /** When something held has waited too long, or the time given, whichever is earlier; `null`: never. */
  dueBy(otherMs: number | null): number | null {
    const heldMs = this.#early.dueAtMs;
    return heldMs === null || otherMs === null ? (heldMs ?? otherMs) : Math.min(heldMs, otherMs);
  }

  /** Before everything that has come since. */
  putBack(items: readonly Waiting[]): void {
    this.#items = [...items, ...this.#items];
    count(items, 1);
  }

  /** A closed socket never brings the answer that held updates wait for; what is queued is kept while it can be written. */
  left(member: Member, { isWritable }: { isWritable: boolean }): void {
    this.#early.take(member);
    if (!isWritable) this.#takeOf(member);
  }

  #takeOf(member: Member): readonly Waiting[] {
    const items = this.#items.filter((item) => item.member === member);
    this.#items = this.#items.filter((item) => item.member !== member);
    count(items, -1);
    return items;
  }
}

export interface OfWriter {
  readonly member: Member;
  /** The last of their frames. */
  readonly frames: number;
  /** When the first of them arrived. */
  readonly arrivedAtMs: number;
}

export function byWriter(items: readonly Waiting[]): readonly OfWriter[] {
  const [first] = items;
  if (first !== undefined && items.length === 1) return [{ member: first.member, frames: first.frame, arrivedAtMs: first.arrivedAtMs }];
  const writers = new Map<Member, OfWriter>();
  for (const { member, frame, arrivedAtMs } of items) {
    const before = writers.get(member) ?? { frames: 0, arrivedAtMs };
    writers.set(member, {
      member,
      frames: Math.max(before.frames, frame),
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
