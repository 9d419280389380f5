import type { PersonId } from '@ginnel/base/ids';
import { expect, test } from 'vitest';
import { ClaimsOfPeople } from './claims-of-people.ts';

const BEN = 'ben' as PersonId;

test('[RM24] what a person has claimed is remembered while any of it is missing, whether or not they are here', () => {
  let nowMs = 0;
  const claims = new ClaimsOfPeople({ nowMs: () => nowMs });
  const budget = claims.of(BEN);
  expect(budget.take(nowMs)).toBe(true);
  claims.sweep(() => false);
  expect(claims.of(BEN)).toBe(budget);
  nowMs += 10_000;
  claims.sweep(() => true);
  expect(claims.of(BEN)).toBe(budget);
  claims.sweep(() => false);
  expect(claims.of(BEN)).not.toBe(budget);
});
