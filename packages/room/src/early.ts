/**
 * Updates of stock clients that came before their answer to the room's sync step 1, and build on what only that answer
 * brings: a person types while their line comes back. They wait for the answer instead of being refused (RM21).
 */
import type { Member } from './member.ts';
import type { Waiting } from './queue.ts';

/** An honest client answers as soon as it has read the question; on a hall's worst line that takes a second. */
export const ANSWER_WITHIN_MS = 2_000;
/** What one client may have waiting for its answer; more is judged as it stands. */
export const MAX_EARLY_BYTES = 6 * 1024 * 1024;

export class Early {
  readonly #held = new Map<Member, { bytes: number; readonly items: Waiting[] }>();

  hold(item: Waiting): void {
    const held = this.#held.get(item.member) ?? { bytes: 0, items: [] };
    held.bytes += item.update.length;
    held.items.push(item);
    this.#held.set(item.member, held);
    if (held.bytes > MAX_EARLY_BYTES) item.member.hasAnswered = true;
  }

  take(member: Member): readonly Waiting[] {
    const items = this.#held.get(member)?.items ?? [];
    this.#held.delete(member);
    return items;
  }

  /** What has waited too long, and is judged as it stands. */
  takeOverdue(nowMs: number): readonly Waiting[] {
    if (this.#held.size === 0) return [];
    // What seems to have come later than now came before the clock was put back.
    const isOverdue = (atMs: number): boolean => atMs <= nowMs || atMs > nowMs + ANSWER_WITHIN_MS;
    const overdue = [...this.#held].filter(([member, { items }]) => member.hasAnswered || isOverdue(dueAtMs(items)));
    return overdue.flatMap(([member]) => {
      member.hasAnswered = true;
      return this.take(member);
    });
  }

  /** When the first has waited too long; `null` when nothing waits. */
  get dueAtMs(): number | null {
    return this.#held.size === 0 ? null : Math.min(...[...this.#held.values()].map(({ items }) => dueAtMs(items)));
  }
}

/** Whether an update may only seem to have a gap: its client has not yet said what it has. */
export function mayBeEarly({ member }: Waiting): boolean {
  return !member.joining.speaksGinnel && !member.hasAnswered;
}

function dueAtMs(items: readonly Waiting[]): number {
  return (items[0]?.arrivedAtMs ?? 0) + ANSWER_WITHIN_MS;
}
