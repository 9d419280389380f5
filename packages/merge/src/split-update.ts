/**
 * A long absence as several updates. Each can be judged and taken when those before it were, and none holds a room for longer than an
 * evening's typing does.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Structs of one update that is sent: a third of a tenth of a second of judging and taking, where each stands in another place. */
const MOST_STRUCTS = 20_000;
/** An update of fewer bytes holds fewer structs than that. */
const FEW_BYTES = 3 * MOST_STRUCTS;

type Struct = Y.Item | Y.GC;
type Range = readonly [clock: number, end: number];
type Deletions = Map<number, readonly Range[]>;

/**
 * @param update  one that a Yjs document wrote
 * @returns  updates that say the same, in the order in which they are to be sent; the update itself when it is not long, or is none that can
 *   be taken apart
 */
export function splitUpdate(update: Uint8Array, mostStructs = MOST_STRUCTS): readonly Uint8Array[] {
  if (update.length < Math.min(FEW_BYTES, 3 * mostStructs)) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  if (structs.length <= mostStructs || structs.some((struct) => struct instanceof Y.Skip)) return [update];
  const ordered = inOrder(structs as Struct[]);
  if (ordered === null) return [update];
  let deletions: Deletions = new Map(
    [...ds.clients].map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, clock + len])]),
  );
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < ordered.length; from += mostStructs) {
    const piece = Map.groupBy(ordered.slice(from, from + mostStructs), ({ id }) => id.client);
    const isLast = from + mostStructs >= ordered.length;
    // What is made and gone again goes where it is made; what was there before goes at the end.
    const [within, rest] = isLast ? [deletions, new Map()] : parted(deletions, piece);
    deletions = rest;
    pieces.push(written(piece, within));
  }
  return pieces;
}

/** Each behind all that it refers to. Null when there is no such order. */
function inOrder(structs: readonly Struct[]): Struct[] | null {
  const queues = [...Map.groupBy(structs, ({ id }) => id.client).values()];
  const known = new Map(queues.map((queue) => [queue[0]!.id.client, queue[0]!.id.clock]));
  const ends = new Map(known);
  for (const queue of queues) ends.set(queue[0]!.id.client, endOf(queue.at(-1)!));
  const isThere = (id: unknown): boolean =>
    !(id instanceof Y.ID) || id.clock < (known.get(id.client) ?? Infinity) || id.clock >= ends.get(id.client)!;
  const isReady = (struct: Struct): boolean => struct instanceof Y.GC || [struct.origin, struct.rightOrigin, struct.parent].every(isThere);
  const ordered: Struct[] = [];
  const next = queues.map(() => 0);
  while (ordered.length < structs.length) {
    const before = ordered.length;
    for (const [i, queue] of queues.entries())
      for (let struct = queue[next[i]!]; struct !== undefined && isReady(struct); struct = queue[next[i]!]) {
        ordered.push(struct);
        known.set(struct.id.client, endOf(struct));
        next[i]!++;
      }
    if (ordered.length === before) return null;
  }
  return ordered;
}

function endOf({ id, length }: Struct): number {
  return id.clock + length;
}

/** What of these deletions lies within a piece, and what does not. */
function parted(deletions: Deletions, piece: ReadonlyMap<number, readonly Struct[]>): [Deletions, Deletions] {
  const [within, rest]: [Deletions, Deletions] = [new Map(), new Map()];
  for (const [client, ranges] of deletions) {
    const structs = piece.get(client);
    const [from, to] = structs === undefined ? [0, 0] : [structs[0]!.id.clock, endOf(structs.at(-1)!)];
    const clip = (low: number, high: number): Range[] =>
      ranges.flatMap(([clock, end]): Range[] =>
        Math.max(clock, low) < Math.min(end, high) ? [[Math.max(clock, low), Math.min(end, high)]] : [],
      );
    const here = clip(from, to);
    const there = [...clip(0, from), ...clip(to, Infinity)];
    if (here.length > 0) within.set(client, here);
    if (there.length > 0) rest.set(client, there);
  }
  return [within, rest];
}

function written(piece: ReadonlyMap<number, readonly Struct[]>, deletions: Deletions): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const to = encoder.restEncoder;
  encoding.writeVarUint(to, piece.size);
  // Higher clients first, as Yjs writes them.
  for (const [client, structs] of [...piece].sort(([a], [b]) => b - a)) {
    encoding.writeVarUint(to, structs.length);
    encoding.writeVarUint(to, client);
    encoding.writeVarUint(to, structs[0]!.id.clock);
    for (const struct of structs) struct.write(encoder, 0);
  }
  encoding.writeVarUint(to, deletions.size);
  for (const [client, ranges] of deletions) {
    encoding.writeVarUint(to, client);
    encoding.writeVarUint(to, ranges.length);
    for (const [clock, end] of ranges) {
      encoding.writeVarUint(to, clock);
      encoding.writeVarUint(to, end - clock);
    }
  }
  return encoder.toUint8Array();
}
