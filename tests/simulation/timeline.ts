/** Virtual time: what happens next, in order. Two events of one moment happen in the order in which they were planned. */
export class Timeline {
  nowMs = Date.UTC(2026, 2, 2, 9);
  readonly #events: { readonly atMs: number; readonly order: number; readonly happen: () => void }[] = [];
  #order = 0;

  after(delayMs: number, happen: () => void): void {
    const event = { atMs: this.nowMs + Math.max(0, delayMs), order: this.#order++, happen };
    const events = this.#events;
    let at = events.length;
    events.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, events[parent] as typeof event)) break;
      events[at] = events[parent] as typeof event;
      at = parent;
    }
    events[at] = event;
  }

  /** Lets one event happen. @returns false when there is none until `untilMs` */
  step(untilMs = Infinity): boolean {
    const [next] = this.#events;
    if (next === undefined || next.atMs > untilMs) return false;
    const last = this.#events.pop();
    if (last !== undefined && this.#events.length > 0) this.#sink(last);
    this.nowMs = next.atMs;
    next.happen();
    return true;
  }

  #sink(event: { readonly atMs: number; readonly order: number; readonly happen: () => void }): void {
    const events = this.#events;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= events.length) break;
      const right = events[child + 1];
      if (right !== undefined && isBefore(right, events[child] as typeof event)) child += 1;
      if (!isBefore(events[child] as typeof event, event)) break;
      events[at] = events[child] as typeof event;
      at = child;
    }
    events[at] = event;
  }
}

function isBefore(a: { atMs: number; order: number }, b: { atMs: number; order: number }): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
