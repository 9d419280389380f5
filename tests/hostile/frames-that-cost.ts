/**
 * Small updates to documents that were prepared for them, each of which held a server or a reader for tens of milliseconds to seconds
 * before its cost was counted. Found by reading what Yjs does more than once for one struct, and by measuring it.
 */
import type { DocumentKind } from '@ginnel/domain/documents';
import { craft, type Id, type Part, type Struct } from './craft.ts';

export interface CostlyFrame {
  readonly name: string;
  readonly kind: DocumentKind;
  /** What was written before: each update as an attacker may send it, over days. */
  readonly prepared: () => readonly Uint8Array[];
  readonly update: () => Uint8Array;
  /** Whether the cost is bounded by making it small, and not by refusing it. */
  readonly isAdmitted: boolean;
}

const id = (client: number, clock: number): Id => ({ client, clock });
const word = (text: string, origin: Id | null = null, right: Id | null = null): Struct => ({
  origin,
  right,
  content: { kind: 'string', text },
});
const one = (client: number, clock: number, structs: readonly Struct[]): Uint8Array => craft([{ client, clock, structs }]);

/** Lines one above the other behind the same origin: whatever comes from a higher clientID passes them all. */
function tops(client: number, count: number, origin: Id | null = null): Struct[] {
  return Array.from({ length: count }, (_, i) => word('x', origin, i === 0 ? null : id(client, i - 1)));
}

/** Items of which each stands behind the first letter of the one before: Yjs joins none of them. */
function chain(client: number, count: number): Struct[] {
  return Array.from({ length: count }, (_, i) => word('ab', i === 0 ? null : id(client, 2 * i - 2)));
}

/** Items of two clients in turn, each behind the one before. */
function inTurn(first: Struct, count: number, content: Struct['content']): readonly Part[] {
  const ours = Array.from({ length: count }, (_, i): Struct => (i === 0 ? first : { origin: id(30, i - 1), content }));
  const theirs = Array.from({ length: count }, (_, i): Struct => ({ origin: id(20, i), content }));
  return [
    { client: 30, clock: 0, structs: theirs },
    { client: 20, clock: 0, structs: ours },
  ];
}

const entry = one(9, 0, [{ parent: 'priorities', key: 'p_000000000000', content: { kind: 'type', type: 1 } }]);
const outcome = (values: readonly string[]): Struct['content'] => ({ kind: 'any', values });
const block = one(9, 0, [
  { parent: 'strengths', content: { kind: 'type', type: 3, name: 'paragraph' } },
  { parent: id(9, 0), content: { kind: 'type', type: 6 } },
  { parent: id(9, 1), content: { kind: 'string', text: 'a' } },
]);

export const FRAMES_THAT_COST: readonly CostlyFrame[] = [
  {
    name: 'fifteen bytes that walk over 160,000 items',
    kind: 'priorities',
    prepared: () => [one(10, 0, tops(10, 80_000)), one(11, 0, tops(11, 80_000, id(10, 0)))],
    update: () => one(20, 0, [word('y')]),
    isAdmitted: false,
  },
  {
    name: 'lines over 60,000 others, and between any two of them a cut of their origin',
    kind: 'priorities',
    prepared: () => [one(5, 0, [word('L'.repeat(400))]), one(10, 0, tops(10, 60_000, id(5, 399)))],
    update: () =>
      one(
        20,
        0,
        Array.from({ length: 30 }, (_, i) =>
          i % 2 === 0 ? word('y', id(5, 399), i === 0 ? null : id(20, i - 2)) : word('c', id(5, 10 * i), id(5, 10 * i + 1)),
        ),
      ),
    isAdmitted: true,
  },
  {
    name: 'lines of two clients in turn above two thousand of a third, all in one update',
    kind: 'priorities',
    prepared: () => [],
    update: () => {
      const ours: Struct[] = [word('z', id(10, 1999))];
      const theirs: Struct[] = [];
      for (let i = 0; i < 2000; i++) {
        ours.push(word('y', null, i === 0 ? null : id(20, i - 1)));
        theirs.push(word('y', null, id(30, i + 1)));
      }
      return craft([
        { client: 30, clock: 0, structs: ours },
        { client: 20, clock: 0, structs: theirs },
        { client: 10, clock: 0, structs: tops(10, 2000) },
      ]);
    },
    isAdmitted: false,
  },
  {
    name: 'lines in three hundred branches, and now and then a walk over all of them that makes Yjs forget how far they came',
    kind: 'priorities',
    prepared: () => [one(10, 0, chain(10, 300))],
    update: () => {
      const structs: Struct[] = [];
      const last = new Map<number, Id>();
      for (let round = 0; round < 30; round++) {
        for (let i = 0; i < 299; i++) {
          structs.push(word('y', id(10, 2 * i), last.get(i) ?? null));
          last.set(i, id(20, structs.length - 1));
        }
        structs.push(word('Y'));
      }
      return one(20, 0, structs);
    },
    isAdmitted: false,
  },
  {
    name: 'fourteen bytes whose right origin has 200,000 origins above it',
    kind: 'priorities',
    prepared: () => [one(10, 0, chain(10, 200_000)), one(11, 0, [word('e', id(10, 1))])],
    update: () => one(20, 0, [word('y', id(11, 0), id(10, 399_990))]),
    isAdmitted: false,
  },
  {
    name: 'twenty bytes beside the 80,000 values that a key had',
    kind: 'priorities',
    prepared: () => [entry, craft(inTurn({ parent: id(9, 0), key: 'outcome', content: outcome(['a']) }, 40_000, outcome(['a'])))],
    update: () => one(40, 0, [{ parent: id(9, 0), key: 'outcome', content: outcome(['b']) }]),
    isAdmitted: false,
  },
  {
    name: "values behind every other one of a key's 20,000, which a replica that collects nothing holds apart",
    kind: 'priorities',
    prepared: () => [
      entry,
      one(
        20,
        0,
        Array.from({ length: 20_000 }, (_, i): Struct =>
          i === 0 ? { parent: id(9, 0), key: 'outcome', content: outcome(['a']) } : { origin: id(20, i - 1), content: outcome(['a']) },
        ),
      ),
    ],
    update: () =>
      one(
        40,
        0,
        Array.from({ length: 10_000 }, (_, i): Struct => ({ origin: id(20, 2 * i), content: outcome(['b']) })),
      ),
    isAdmitted: false,
  },
  {
    name: 'cuts in the first word of somebody who wrote 180,000 items since',
    kind: 'priorities',
    prepared: () => [one(10, 0, [word('a'.repeat(20_000)), ...chain(10, 90_000).map((each, i) => (i === 0 ? each : cutOff(each)))])],
    update: () => craft([], [{ client: 10, ranges: Array.from({ length: 2500 }, (_, i) => [4 * i + 1, 1] as const) }]),
    isAdmitted: false,
  },
  {
    name: 'eight bytes that delete 80,000 items',
    kind: 'priorities',
    prepared: () => [one(10, 0, chain(10, 40_000))],
    update: () => craft([], [{ client: 10, ranges: [[0, 80_000]] }]),
    isAdmitted: false,
  },
  {
    name: 'six bytes that delete a block in which 200,000 items were deleted before',
    kind: 'plan',
    prepared: () => [
      block,
      craft(inTurn({ origin: id(9, 2), content: { kind: 'deleted', length: 1 } }, 100_000, { kind: 'deleted', length: 1 })),
    ],
    update: () => craft([], [{ client: 9, ranges: [[0, 1]] }]),
    isAdmitted: false,
  },
];

/** The chain as it stands behind a word of 20,000 letters. */
function cutOff({ origin, content }: Struct): Struct {
  return { origin: origin ? id(origin.client, origin.clock + 20_000) : null, content };
}
