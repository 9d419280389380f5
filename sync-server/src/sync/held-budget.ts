/**
 * One budget of the node for what sockets make it hold: messages that have begun and not ended, and answers that are not
 * read (PR18). Whoever holds the most pays first. Looks only when much has come or gone since the last look.
 */
import type { PersonId } from '@ginnel/base/ids';

const MIB = 1024 * 1024;

export interface HeldLimits {
  readonly perPersonBytes: number;
  readonly perNodeBytes: number;
}

/** Fourteen uploads of the largest size by one person; four such people, or sixty with one upload each, on a node. */
export const HELD_LIMITS: HeldLimits = { perPersonBytes: 64 * MIB, perNodeBytes: 256 * MIB };

/** A socket, as far as the budget goes. */
export interface Holder {
  /** `null`: not let in yet. They count as one person. */
  readonly personId: PersonId | null;
  /** Of what it holds alone. */
  readonly ownBytes: number;
  /** Large messages that wait to be read; the same bytes may wait for a whole hall. */
  readonly unsent: readonly Uint8Array[];
}

/** What each holds. Bytes that wait for several readers are there once: each holds a part of them. */
export function holdings<H extends Holder>(holders: Iterable<H>): Map<H, number> {
  const held = new Map<H, number>();
  const waiting: H[] = [];
  const readers = new Map<ArrayBufferLike, number>();
  for (const holder of holders) {
    const { ownBytes, unsent } = holder;
    if (ownBytes > 0 || unsent.length > 0) held.set(holder, ownBytes);
    if (unsent.length === 0) continue;
    waiting.push(holder);
    for (const { buffer } of unsent) readers.set(buffer, (readers.get(buffer) ?? 0) + 1);
  }
  for (const holder of waiting) {
    const parts = holder.unsent.map(({ buffer, length }) => length / (readers.get(buffer) ?? 1));
    held.set(
      holder,
      parts.reduce((sum, part) => sum + part, holder.ownBytes),
    );
  }
  return held;
}

/** One person's sockets, those that hold most last. */
interface Purse<H> {
  readonly sockets: [H, number][];
  sum: number;
}

/**
 * Who is to be cut off so that the limits are kept: of each person beyond theirs the sockets that hold most; then, until
 * the node's is kept, the largest socket of whoever holds the most in sum.
 */
export function overdrawn<H extends Pick<Holder, 'personId'>>(held: ReadonlyMap<H, number>, limits: HeldLimits): H[] {
  const purses = new Map<PersonId | null, Purse<H>>();
  let total = 0;
  for (const [holder, bytes] of held) {
    const purse = purses.get(holder.personId) ?? { sockets: [], sum: 0 };
    purses.set(holder.personId, purse);
    purse.sockets.push([holder, bytes]);
    purse.sum += bytes;
    total += bytes;
  }
  const isWithin = [...purses.values()].every(({ sum }) => sum <= limits.perPersonBytes);
  if (isWithin && total <= limits.perNodeBytes) return [];
  const cut: H[] = [];
  const cutLargest = (purse: Purse<H>): void => {
    const [holder, bytes] = purse.sockets.pop() as [H, number];
    cut.push(holder);
    purse.sum -= bytes;
    total -= bytes;
  };
  for (const purse of purses.values()) {
    purse.sockets.sort(([, a], [, b]) => a - b);
    while (purse.sum > limits.perPersonBytes && purse.sockets.length > 0) cutLargest(purse);
  }
  while (total > limits.perNodeBytes) {
    const open = [...purses.values()].filter(({ sockets }) => sockets.length > 0);
    if (open.length === 0) break;
    cutLargest(open.reduce((most, purse) => (purse.sum > most.sum ? purse : most)));
  }
  return cut;
}

interface Options<H> {
  readonly limits: HeldLimits;
  readonly holders: () => Iterable<H>;
  readonly cutOff: (holder: H) => void;
}

export class HeldBudget<H extends Holder> {
  readonly #options: Options<H>;
  /** Looks after so many bytes: limits are passed by no more than that. */
  readonly #lookAfterBytes: number;
  #bytes = 0;

  constructor(options: Options<H>) {
    this.#options = options;
    this.#lookAfterBytes = options.limits.perNodeBytes / 16;
  }

  /** So much has been read, or has been said and may not be read for long. */
  note(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < this.#lookAfterBytes) return;
    this.#bytes = 0;
    const { limits, holders, cutOff } = this.#options;
    for (const holder of overdrawn(holdings(holders()), limits)) cutOff(holder);
  }
}
