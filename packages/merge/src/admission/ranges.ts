/** Ranges of ids, tidied: sorted by client and clock, without overlaps, adjoining ones joined. */
import type { IdRange } from '../contract.ts';

export function tidyRanges(ranges: IdRange[]): IdRange[] {
  if (ranges.length < 2) return ranges;
  const [first, second] = ranges as [IdRange, IdRange];
  // A form's edit: the value that it replaces, found as replaced and again as deleted.
  if (ranges.length === 2 && first.client === second.client && first.clock === second.clock && first.length === second.length)
    return [first];
  ranges.sort((a, b) => a.client - b.client || a.clock - b.clock);
  const tidy: { client: number; clock: number; length: number }[] = [];
  for (const { client, clock, length } of ranges) {
    const last = tidy.at(-1);
    if (last !== undefined && last.client === client && clock <= last.clock + last.length) {
      last.length = Math.max(last.length, clock + length - last.clock);
    } else {
      tidy.push({ client, clock, length });
    }
  }
  return tidy;
}
