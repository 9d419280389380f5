import { seededRandom } from '@ginnel/testkit/seeded-random';
import { expect, it } from 'vitest';
import { Spans, type Stamp } from './spans.ts';

it('[AT6] ranges that are stamped at once are stamped as one after another, and no clock is ever stamped anew', () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const random = seededRandom(seed);
    const [alone, together] = [new Spans(), new Spans()];
    for (let row = 1; row <= 8; row++) {
      const stamp: Stamp = { by: random.int(2), route: 'typed', atMs: row * random.int(800), seq: row };
      const ranges: { clock: number; length: number }[] = [];
      for (let clock = random.int(20); clock < 90 && ranges.length < 9; clock += ranges.at(-1)!.length + random.int(12))
        ranges.push({ clock, length: 1 + random.int(9) });
      for (const { clock, length } of ranges) alone.add(clock, length, stamp);
      together.addAll(ranges, stamp);
      expect(together.list, `seed ${seed}, row ${row}`).toEqual(alone.list);
    }
  }
});
