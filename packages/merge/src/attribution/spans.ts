/** Stamped ranges of one client's clocks: sorted, never overlapping, the first stamp of a clock counts for ever. */
import type { Route } from '@ginnel/domain/attribution';

/** Who sent it (by number in the index's table of authors), how, when and in which log row. */
export interface Stamp {
  readonly by: number;
  readonly route: Route;
  readonly atMs: number;
  readonly seq: number;
}

export interface Span {
  /** First clock. */
  start: number;
  /** One past the last clock. */
  end: number;
  readonly by: number;
  readonly route: Route;
  /** When the span began. */
  readonly atMs: number;
  /** The row that finished it. */
  seq: number;
}

/**
 * Keystrokes of one person that follow each other within this time share a stamp: "when" is then right to a second, and
 * a character costs less than a byte. Finer than anyone asks of a sentence; coarser than the rhythm of somebody's typing.
 */
export const RUN_MS = 1000;

export class Spans {
  readonly list: Span[] = [];

  /** Stamps those clocks that have no stamp yet; says how many. */
  add(start: number, length: number, stamp: Stamp): number {
    const end = start + length;
    const last = this.list.at(-1);
    if (last === undefined || start >= last.end) {
      if (!(last !== undefined && extend(last, start, end, stamp))) this.list.push({ start, end, ...stamp });
      return length;
    }
    return this.#addWithin(start, end, stamp);
  }

  /** The same for many ranges at once, in rising order: each of them added alone would move all spans that come after it. */
  addAll(ranges: readonly { readonly clock: number; readonly length: number }[], stamp: Stamp): void {
    const [first] = ranges;
    if (first === undefined) return;
    const rest = this.list.splice(this.#firstEndingAfter(first.clock));
    let passed = 0;
    for (const { clock, length } of ranges) {
      while (passed < rest.length && rest[passed]!.end <= clock) this.list.push(rest[passed++]!);
      const end = clock + length;
      for (let at = clock; at < end;) {
        const next = rest[passed];
        const gapEnd = Math.min(end, next?.start ?? end);
        if (gapEnd > at) {
          const before = this.list.at(-1);
          const isExtended =
            (before !== undefined && extend(before, at, gapEnd, stamp)) || (next !== undefined && extend(next, at, gapEnd, stamp));
          if (!isExtended) this.list.push({ start: at, end: gapEnd, ...stamp });
        }
        if (next === undefined || next.end > end) break;
        this.list.push(next);
        passed++;
        at = next.end;
      }
    }
    for (; passed < rest.length; passed++) this.list.push(rest[passed]!);
  }

  /** The span that holds a clock. */
  find(clock: number): Span | null {
    const span = this.list[this.#firstEndingAfter(clock)];
    return span !== undefined && span.start <= clock ? span : null;
  }

  #addWithin(start: number, end: number, stamp: Stamp): number {
    let added = 0;
    for (let at = start, i = this.#firstEndingAfter(start); at < end; i++) {
      const next = this.list[i];
      const gapEnd = Math.min(end, next?.start ?? end);
      if (gapEnd > at) {
        added += gapEnd - at;
        const before = this.list[i - 1];
        if (!(before !== undefined && extend(before, at, gapEnd, stamp)) && !(next !== undefined && extend(next, at, gapEnd, stamp))) {
          this.list.splice(i, 0, { start: at, end: gapEnd, ...stamp });
          i++;
        }
      }
      at = Math.max(gapEnd, next?.end ?? end);
      if (next === undefined) break;
    }
    return added;
  }

  #firstEndingAfter(clock: number): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.list[middle] as Span).end <= clock) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function extend(span: Span, start: number, end: number, stamp: Stamp): boolean {
  const together = span.by === stamp.by && span.route === stamp.route && stamp.atMs >= span.atMs && stamp.atMs - span.atMs < RUN_MS;
  if (!together || (span.end !== start && span.start !== end)) return false;
  if (span.end === start) span.end = end;
  else span.start = start;
  span.seq = Math.max(span.seq, stamp.seq);
  return true;
}
