/** Sets of Yjs ids as ranges of clocks by client: which structs an update brings, which were deleted, which the server lacks. */
import * as Y from 'yjs';

export interface ClockRange {
  readonly clock: number;
  readonly length: number;
}
/** Ranges of each client are sorted by clock and do not overlap. */
export type Ranges = ReadonlyMap<number, readonly ClockRange[]>;

export const NOTHING: Ranges = new Map();

export function rangesOf(given: Iterable<readonly [client: number, range: ClockRange]>): Ranges {
  const ranges = new Map<number, ClockRange[]>();
  for (const [client, range] of given) {
    const of = ranges.get(client);
    if (of === undefined) ranges.set(client, [range]);
    else of.push(range);
  }
  for (const [client, of] of ranges) ranges.set(client, joined(of));
  return ranges;
}

function joined(ranges: ClockRange[]): ClockRange[] {
  ranges.sort((a, b) => a.clock - b.clock);
  const out: ClockRange[] = [];
  for (const range of ranges) {
    const last = out.at(-1);
    if (last !== undefined && range.clock <= last.clock + last.length) {
      out[out.length - 1] = { clock: last.clock, length: Math.max(last.length, range.clock + range.length - last.clock) };
    } else if (range.length > 0) {
      out.push(range);
    }
  }
  return out;
}

export function* each(ranges: Ranges): Iterable<readonly [number, ClockRange]> {
  for (const [client, of] of ranges) for (const range of of) yield [client, range];
}

export function sizeOf(ranges: Ranges): number {
  let size = 0;
  for (const [, range] of each(ranges)) size += range.length;
  return size;
}

export function union(...sets: readonly Ranges[]): Ranges {
  return rangesOf(sets.flatMap((set) => [...each(set)]));
}

export function minus(from: Ranges, without: Ranges): Ranges {
  const out: [number, ClockRange][] = [];
  for (const [client, range] of each(from)) {
    let clock = range.clock;
    const end = range.clock + range.length;
    for (const hole of without.get(client) ?? []) {
      if (hole.clock >= end) break;
      if (hole.clock > clock) out.push([client, { clock, length: hole.clock - clock }]);
      clock = Math.max(clock, hole.clock + hole.length);
    }
    if (clock < end) out.push([client, { clock, length: end - clock }]);
  }
  return rangesOf(out);
}

export function common(a: Ranges, b: Ranges): Ranges {
  return minus(a, minus(a, b));
}

/** The parts of one struct that lie in the set, as offsets into it. */
export function within(ranges: Ranges, id: Y.ID, length: number): readonly { readonly from: number; readonly to: number }[] {
  const parts: { from: number; to: number }[] = [];
  for (const range of ranges.get(id.client) ?? []) {
    if (range.clock >= id.clock + length) break;
    const from = Math.max(range.clock, id.clock);
    const to = Math.min(range.clock + range.length, id.clock + length);
    if (from < to) parts.push({ from: from - id.clock, to: to - id.clock });
  }
  return parts;
}

/** What the document holds. */
export function insertedIn(doc: Y.Doc): Ranges {
  return new Map([...Y.decodeStateVector(Y.encodeStateVector(doc))].map(([client, length]) => [client, [{ clock: 0, length }]]));
}

export function deletedIn(doc: Y.Doc): Ranges {
  return deleteSetRanges(Y.createDeleteSetFromStructStore(doc.store));
}

export function deleteSetRanges(set: { readonly clients: ReadonlyMap<number, readonly { clock: number; len: number }[]> }): Ranges {
  const all: [number, ClockRange][] = [];
  for (const [client, deletes] of set.clients) for (const { clock, len } of deletes) all.push([client, { clock, length: len }]);
  return rangesOf(all);
}

/** Only these clients' ranges. */
export function ofClients(ranges: Ranges, clients: ReadonlySet<number>): Ranges {
  return new Map([...ranges].filter(([client]) => clients.has(client)));
}

/** What one update brings and deletes. */
export function rangesOfUpdate(update: Uint8Array): { readonly inserted: Ranges; readonly deleted: Ranges } {
  const { structs, ds } = Y.decodeUpdate(update);
  const inserted = structs.filter((struct) => !(struct instanceof Y.Skip));
  return {
    inserted: rangesOf(inserted.map((struct) => [struct.id.client, { clock: struct.id.clock, length: struct.length }] as const)),
    deleted: deleteSetRanges(ds),
  };
}
