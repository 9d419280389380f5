/** Durations in steps of 0.05 ms up to 10 s. */
export class Histogram {
  readonly #counts = new Uint32Array(200_001);
  #total = 0;

  add(ms: number): void {
    const at = Math.min(this.#counts.length - 1, Math.max(0, Math.round(ms * 20)));
    this.#counts[at] = (this.#counts[at] as number) + 1;
    this.#total += 1;
  }

  quantile(q: number): number {
    let left = Math.ceil(this.#total * q);
    for (const [at, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return at / 20;
    }
    return Number.NaN;
  }
}
