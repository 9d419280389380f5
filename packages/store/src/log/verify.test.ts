import { expect, test } from 'vitest';
import type { DocumentId } from '@ginnel/base/ids';
import { AMINA, sampleRow } from '../contract/samples.ts';
import { rowChecksum } from './checksum.ts';
import { verifiedDocument, verifiedRun, type Placed } from './verify.ts';

const id = 'd1' as DocumentId;
const placed: Placed = { id, key: 1, epoch: 1, firstSeq: 1, headSeq: 2 };

function raw(seq: number, changes: object = {}, epoch = 1) {
  const row = { ...sampleRow(`row ${seq}`), seq };
  return { ...row, ...AMINA, route: 0, checksum: rowChecksum(id, epoch, row), ...changes };
}

test('[ST10] a document whose key is no number any more is damaged, not empty', () => {
  expect(() => verifiedDocument({ ...placed, key: null as never })).toThrow('its row');
  expect(verifiedDocument(placed)).toBe(placed);
});

test('[ST10] an author whose name has turned into bytes is damage, though it would spell the same', () => {
  const run = { afterSeq: 0, limit: 10 };
  expect(verifiedRun(placed, [raw(1), raw(2)], run)).toHaveLength(2);
  expect(() => verifiedRun(placed, [raw(1), raw(2, { personId: Buffer.from(AMINA.personId) })], run)).toThrow('row 2');
});

test('[ST10] a run has no gaps, ends at the head, and in a later epoch may begin late', () => {
  const run = { afterSeq: 0, limit: 10 };
  expect(() => verifiedRun(placed, [raw(1)], run)).toThrow('row 2 ');
  expect(() => verifiedRun(placed, [raw(2)], run)).toThrow('row 1 ');
  expect(() => verifiedRun(placed, [raw(1), raw(2), raw(3)], run)).toThrow('its head');
  expect(verifiedRun(placed, [raw(1)], { afterSeq: 0, limit: 1 })).toHaveLength(1);
  const later: Placed = { ...placed, epoch: 2, firstSeq: 2 };
  expect(verifiedRun(later, [raw(2, {}, 2)], run)).toHaveLength(1);
  expect(() => verifiedRun(later, [], run)).toThrow('row 2 ');
  expect(verifiedRun(later, [], { afterSeq: 2, limit: 10 })).toEqual([]);
});
