/** Updates as large as they may be: the fault comes last, where it costs most to find, or there is none at all. */
import type { RefusalKind } from '@ginnel/domain/refusals';
import { craft, type Content, type Id, type Struct } from './craft.ts';
import { FRESH } from './frames.ts';

export interface LargeFrame {
  readonly name: string;
  readonly update: Uint8Array;
  /** Null when nothing is wrong with it. */
  readonly expected: RefusalKind | null;
}

const STRUCTS = 100_000;
const says = (text: string): Content => ({ kind: 'string', text });
const mine = (clock: number): Id => ({ client: FRESH, clock });
const write = (structs: readonly Struct[]): Uint8Array => craft([{ client: FRESH, clock: 0, structs }]);
const chain = (count: number): Struct[] =>
  Array.from({ length: count }, (_, i) => ({ origin: i === 0 ? null : mine(i - 1), content: says('x') }));

/** For a plan, whose notes are plain text and whose strengths are rich. */
export function framesNearLimits(): readonly LargeFrame[] {
  const tops: Struct[] = Array.from({ length: 40_000 }, (_, i) => ({ right: i === 0 ? null : mine(i - 1), content: says('x') }));
  const marks: Struct[] = Array.from({ length: 50_000 }, (_, i) => ({
    origin: mine(i + 2),
    content: { kind: 'format', name: 'bold', value: i % 2 === 0 ? {} : null },
  }));
  const block: Struct[] = [
    { parent: 'strengths', content: { kind: 'type', type: 3, name: 'paragraph' } },
    { parent: mine(0), content: { kind: 'type', type: 6 } },
    { parent: mine(1), content: says('a') },
  ];
  const script: Struct = { origin: mine(50_002), content: { kind: 'format', name: 'link', value: { href: 'javascript:alert(1)' } } };
  const ranges = Array.from({ length: 190_000 }, (_, i) => [2 * i, 1] as const);
  return [
    { name: 'forty thousand items one behind the other', update: write(chain(40_000)), expected: null },
    { name: 'forty thousand lines at the top', update: write(tops), expected: null },
    {
      name: 'a hundred thousand items, the last behind nothing',
      update: write([...chain(STRUCTS - 1), { origin: { client: 99, clock: 9 }, content: says('x') }]),
      expected: 'gap',
    },
    { name: 'a hundred thousand items and a byte', update: withByte(write(chain(STRUCTS))), expected: 'malformed' },
    { name: 'more items than an update may bring', update: write(chain(STRUCTS + 1)), expected: 'too-large' },
    {
      name: 'fifty thousand marks, the last a link that runs a program',
      update: write([...block, ...marks, script]),
      expected: 'bad-value',
    },
    {
      name: 'deletions of what does not exist, in a hundred and ninety thousand ranges',
      update: craft([], [{ client: FRESH, ranges }]),
      expected: 'gap',
    },
    {
      name: 'four million letters',
      update: write([{ content: says('x'.repeat(4_000_000)) }]),
      expected: null,
    },
    { name: 'two million letters of two bytes each', update: write([{ content: says('é'.repeat(2_000_000)) }]), expected: null },
    { name: 'thirty thousand blocks in blocks of one another', update: write(nested(30_000)), expected: 'bad-value' },
    { name: 'a tombstone and a collected struct in turn, and one behind both', update: write(inTurn(50_000)), expected: 'malformed' },
  ];
}

function withByte(update: Uint8Array): Uint8Array {
  const longer = new Uint8Array(update.length + 1);
  longer.set(update);
  return longer;
}

function nested(count: number): Struct[] {
  return Array.from({ length: count }, (_, i) => ({
    parent: i === 0 ? 'strengths' : mine(i - 1),
    content: { kind: 'type', type: 3, name: 'blockquote' },
  }));
}

/** The last one stands between a living item and a collected one. */
function inTurn(count: number): Struct[] {
  const structs: Struct[] = [{ content: says('x') }];
  for (let i = 1; i < count; i++)
    structs.push(
      i % 2 === 0 ? { content: { kind: 'gc', length: 1 } } : { origin: mine(0), right: null, content: { kind: 'deleted', length: 1 } },
    );
  return [...structs, { origin: mine(0), right: mine(count - 2), content: says('y') }];
}
