/** What hints over a network keep to when the service between the nodes goes away and comes back. */
import { describe, expect, test } from 'vitest';
import type { Hints } from '../ports/hints.ts';
import { hint, nextHints, untilListening } from './hints.ts';

export interface Service {
  kill(): Promise<void>;
  start(): Promise<void>;
}

export function describeBrokenLine(name: string, join: (node: string) => Hints, service: () => Service): void {
  describe(name, () => {
    test('[FO3, FO4, FO5] a killed service is noticed, publishing goes on quietly, and both hear again when it is back', async () => {
      const [a, b] = [join('a'), join('b')];
      await Promise.all([untilListening(a, true), untilListening(b, true)]);
      const told: boolean[] = [];
      b.onListening((listening) => told.push(listening));
      const away = Promise.all([untilListening(a, false), untilListening(b, false)]);
      await service().kill();
      await away;
      for (let seq = 1; seq <= 50; seq++) a.publish(hint('lost', seq));
      const again = Promise.all([untilListening(a, true), untilListening(b, true)]);
      await service().start();
      await again;
      const heard = nextHints(b, 1);
      const tick = setInterval(() => a.publish(hint('d1', 51)), 20); // the publishing side may come back a moment later
      expect(await heard).toEqual([hint('d1', 51)]);
      clearInterval(tick);
      expect(told).toEqual([true, false, true]);
      await Promise.all([a.close(), b.close()]);
    });

    test('[FO4, FO5] a node that starts while the service is away begins to hear when it comes', async () => {
      await service().kill();
      const a = join('a');
      const told: boolean[] = [];
      a.onListening((listening) => told.push(listening));
      a.publish(hint('d1', 1));
      await service().start();
      await untilListening(a, true);
      expect(told).toEqual([false, true]);
      await a.close();
    });
  });
}
