import { expect, test } from 'vitest';
import type { CapacityId, DocumentId, PersonId } from '@ginnel/base/ids';
import { ROUTES } from '@ginnel/domain/attribution';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import { sampleAppend } from '../contract/samples.ts';
import type { Append } from '../ports/document-log.ts';
import { createPacker, createUnpacker, type PackedAppends } from './packed-appends.ts';

const SEED = Number(process.env['GINNEL_SEED'] ?? Date.now() % 1_000_000);

/** As postMessage would. */
const sent = (packed: PackedAppends): PackedAppends => structuredClone(packed);

test(`[ST3] what is packed is unpacked the same, window after window, for odd names, sizes and numbers (GINNEL_SEED=${SEED})`, () => {
  const random = seededRandom(SEED);
  for (const maxNames of [0, 1, 20, 32_768]) {
    const [pack, unpack] = [createPacker(maxNames), createUnpacker()];
    let rows = 0;
    for (let window = 0; window < 300; window++) {
      const appends = Array.from({ length: random.int(6) }, () => anyAppend(random));
      rows += appends.reduce((sum, append) => sum + append.rows.length, 0);
      expect(unpack(sent(pack(appends))), `window ${window}, at most ${maxNames} names`).toEqual(appends);
    }
    expect(rows).toBeGreaterThan(300);
  }
});

test('a name is sent once, and again after all were forgotten', () => {
  const pack = createPacker(3);
  const append = sampleAppend('d1', 0, ['a', 'b']);
  const all = ['d1', 'amina-hussain', 'amina-hussain.resident'];
  expect(pack([append, append]).names).toEqual(all);
  expect(pack([append]).names).toEqual([]);
  expect(pack([sampleAppend('d2', 0, ['a'])]).names).toEqual(['d2']);
  expect(pack([append]).names).toEqual(all);
  expect(pack([append]).names).toEqual([]);
});

test('[ST10] a message that was lost on the way is noticed, and nobody’s words are taken for another’s', () => {
  const [pack, unpack] = [createPacker(), createUnpacker()];
  const [first, second, third] = ['d1', 'd2', 'd3'].map((id) => pack([sampleAppend(id, 0, ['x'])]));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three were packed');
  expect(unpack(first)).toHaveLength(1);
  expect(() => unpack(third)).toThrow('names come in order');
  expect(() => unpack({ ...second, names: [] })).toThrow('a name comes before its number is used');
  expect(() => unpack({ ...second, bytes: second.bytes.slice(0, -1) })).toThrow('every update belongs to a row');
  new Float64Array(second.bytes, 0, 1)[0] = 12;
  expect(() => unpack(second)).toThrow('an append is whole');
});

function anyAppend(random: SeededRandom): Append {
  const count = () => random.pick([0, 1, 255, 2 ** 31, 2 ** 32 + 1, 2 ** 53 - 1]);
  const length = () => random.pick([0, 1, 1, 2, 3, 40]);
  const name = () => random.pick(['a', '0', '__proto__', 'names ', '\u0000', 'ŵy–🐦', '\ud800', `r${random.int(1000)}`]);
  const author = () => ({ personId: name() as PersonId, capacityId: name() as CapacityId });
  return {
    documentId: name() as DocumentId,
    epoch: count(),
    rightsVersion: count(),
    baseSeq: count(),
    rows: Array.from({ length: length() }, () => ({
      author: author(),
      route: random.pick(ROUTES),
      atMs: count(),
      update: random.bytes(random.pick([0, 1, 2, 25, 1000])),
    })),
    leases: Array.from({ length: length() }, () => ({ clientId: count(), author: author() })),
  };
}
