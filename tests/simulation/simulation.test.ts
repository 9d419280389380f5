import { describe, expect, test } from 'vitest';
import { catchVariant } from './catch.ts';
import { simulate } from './simulation.ts';
import { VARIANTS } from './variants.ts';

/** More with `npm run suite -- rooms --long`. */
const SEEDS = Number(process.env['GINNEL_SIMULATED_SEEDS'] ?? 1000);

test(`[RM1, RM2, RM3, RM9, RM10, RM12] ${SEEDS} seeds: nothing acknowledged is lost, nobody reads anything but the log`, () => {
  let acknowledged = 0;
  let rows = 0;
  const failed: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    try {
      const outcome = simulate(seed);
      acknowledged += outcome.acknowledged;
      rows += outcome.rows;
    } catch (error) {
      failed.push(`seed ${seed}: ${String(error)}   (npm run simulate -- --from ${seed} --seeds 1)`);
    }
  }
  expect(failed).toEqual([]);
  expect(acknowledged).toBeGreaterThan(SEEDS * 5);
  expect(rows).toBeGreaterThan(SEEDS * 5);
});

test('a seed replays exactly', () => {
  expect(simulate(7)).toEqual(simulate(7));
});

describe('what is broken is caught within 200 seeds', () => {
  test.each(VARIANTS)('$name', async ({ subject }) => {
    expect(catchVariant(await subject(), 200)).not.toBeNull();
  });
});
