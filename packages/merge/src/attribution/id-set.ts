/** A set of ids, as ranges. */
import type { IdRange } from '../contract.ts';

export class IdSet {
  readonly #ranges = new Map<number, { start: number; end: number }[]>();
  #sorted = true;

  add({ client, clock, length }: IdRange): void {
    const ranges = this.#ranges.get(client);
    const last = ranges?.at(-1);
    if (ranges === undefined) this.#ranges.set(client, [{ start: clock, end: clock + length }]);
    else if (last?.end === clock) last.end += length;
    else ranges.push({ start: clock, end: clock + length });
    this.#sorted = false;
  }

  has(client: number, clock: number): boolean {
    return this.#find(client, clock).inside;
  }

  /** Whether a clock is in the set, and the clock at which that changes. */
  reach(client: number, clock: number): { readonly inside: boolean; readonly until: number } {
    return this.#find(client, clock);
  }

  get isEmpty(): boolean {
    return this.#ranges.size === 0;
  }

  #find(client: number, clock: number): { inside: boolean; until: number } {
    if (!this.#sorted) this.#sort();
    const ranges = this.#ranges.get(client) ?? [];
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ranges[middle]?.end ?? 0) <= clock) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low];
    if (range === undefined) return { inside: false, until: Infinity };
    return range.start <= clock ? { inside: true, until: range.end } : { inside: false, until: range.start };
  }

  #sort(): void {
    for (const [client, ranges] of this.#ranges) {
      const merged: { start: number; end: number }[] = [];
      for (const range of ranges.sort((a, b) => a.start - b.start)) {
        const last = merged.at(-1);
        if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
        else merged.push({ ...range });
      }
      this.#ranges.set(client, merged);
    }
    this.#sorted = true;
  }
}
