import type { PersonId } from '@ginnel/base/ids';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { expect, test } from 'vitest';
import { HELD_LIMITS, HeldBudget, holdings, overdrawn, type Holder } from './held-budget.ts';

const SEED = 20_261_122;
const ROUNDS = 500;
const MIB = 1024 * 1024;
const LIMITS = { perPersonBytes: 64, perNodeBytes: 256 };

interface Named extends Holder {
  readonly name: string;
}

function holder(name: string, ownBytes: number, unsent: readonly Uint8Array[] = []): Named {
  const person = name.replace(/\d+$/, '');
  return { name, personId: person === 'nobody' ? null : (person as PersonId), ownBytes, unsent };
}

const cut = (...holders: Named[]): string[] => overdrawn(holdings(holders), LIMITS).map(({ name }) => name);

test('[PR18] of a person beyond their part the sockets that hold most are cut off, and no more of them than must be', () => {
  expect(cut(holder('ann1', 10), holder('ann2', 30), holder('ann3', 24), holder('ben1', 64))).toEqual([]);
  expect(cut(holder('ann1', 10), holder('ann2', 30), holder('ann3', 26), holder('ben1', 64))).toEqual(['ann2']);
  expect(cut(holder('ann1', 65), holder('ben1', 64))).toEqual(['ann1']);
});

test('[PR18] beyond the node’s part whoever holds the most in sum pays, not who has the largest socket', () => {
  const attackers = ['ann', 'ben', 'cat', 'dan'].flatMap((name) => Array.from({ length: 20 }, (_, i) => holder(`${name}${i}`, 3)));
  const gone = cut(holder('honest', 45), ...attackers);
  expect(gone).not.toContain('honest');
  expect(gone.length).toBe(10); // 285 to 255
});

test('[PR18] who is not let in yet counts with all who are not', () => {
  expect(cut(holder('nobody1', 40), holder('nobody2', 20), holder('nobody3', 30), holder('ann1', 50))).toEqual(['nobody1']);
});

test('[PR18] bytes that wait for a whole hall count once', () => {
  const everything = new Uint8Array(60);
  const hall = Array.from({ length: 300 }, (_, i) => holder(`reader-${i}-`, 0, [everything]));
  expect(cut(...hall)).toEqual([]);
  const apart = Array.from({ length: 300 }, (_, i) => holder(`reader-${i}-`, 0, [new Uint8Array(60)]));
  expect(cut(...apart).length).toBe(296);
});

test(`[PR18] whatever is held: the limits are kept, and nobody pays who held less than each who holds most after (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  let cuts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const all = Array.from({ length: 1 + random.int(60) }, (_, i) => holder(`${'abcdefgh'[random.int(8)]}${i}`, random.int(40)));
    const held = holdings(all);
    const victims = new Set(overdrawn(held, LIMITS));
    cuts += victims.size;
    const sums = (of: readonly Named[]): Map<PersonId | null, number> => {
      const sum = new Map<PersonId | null, number>();
      for (const { personId, ownBytes } of of) sum.set(personId, (sum.get(personId) ?? 0) + ownBytes);
      return sum;
    };
    const before = sums(all);
    const after = sums(all.filter((one) => !victims.has(one)));
    const most = Math.max(0, ...after.values());
    expect(most).toBeLessThanOrEqual(LIMITS.perPersonBytes);
    expect([...after.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(LIMITS.perNodeBytes);
    for (const { personId } of victims) expect(before.get(personId)).toBeGreaterThanOrEqual(most);
  }
  expect(cuts).toBeGreaterThan(ROUNDS);
});

test('[PR18] it looks only when a sixteenth of the node’s part has come or gone; one upload and fifty answers are within a person’s', () => {
  let looks = 0;
  const budget = new HeldBudget({ limits: HELD_LIMITS, holders: () => ((looks += 1), [] as Holder[]), cutOff: () => undefined });
  for (let i = 0; i < 1000; i++) budget.note(1000);
  expect(looks).toBe(0);
  budget.note(16 * MIB);
  expect(looks).toBe(1);
  const tabs = Array.from({ length: 50 }, (_, i) => holder(`ann${i}`, 0, [new Uint8Array(MIB)]));
  expect(overdrawn(holdings([holder('ann99', 4.5 * MIB), ...tabs]), HELD_LIMITS)).toEqual([]);
});
