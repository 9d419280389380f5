import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { TurnedAway } from './goodbye.ts';

class Going extends EventEmitter {
  isCut = false;
  terminate = (): void => void (this.isCut = true);
}

test('[PR2] of those turned away who do not go, whoever has been going for longest is cut off beyond five hundred', () => {
  const turnedAway = new TurnedAway();
  const going = Array.from({ length: 503 }, () => new Going());
  const add = (one: Going): void => turnedAway.add(one as unknown as WebSocket);
  going.slice(0, 500).forEach(add);
  going[0]?.emit('close');
  going.slice(500).forEach(add);
  expect(going.flatMap(({ isCut }, i) => (isCut ? [i] : []))).toEqual([1, 2]);
});
