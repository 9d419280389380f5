import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { ItemOrder } from './item-order.ts';
import { MAX_STEPS } from './limits.ts';
import type { YType } from './places.ts';
import { Refused } from './refused.ts';

it('[AD17] the copies of all texts that one update asks for are counted together', () => {
  const doc = new Y.Doc();
  const texts = ['a', 'b'].map((name) => {
    const text = doc.getText(name);
    for (let i = 0; i < 5; i++) text.insert(0, 'x');
    return text as unknown as YType;
  });
  const steps = { taken: 0 };
  for (const text of texts) new ItemOrder(text, steps);
  expect(steps.taken).toBe(10);
  expect(() => new ItemOrder(texts[0]!, { taken: MAX_STEPS - 4 })).toThrow(Refused);
});
