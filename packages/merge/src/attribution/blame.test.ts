import { AMINA } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import { expect, it } from 'vitest';
import { ownEdit } from '../edits/open.ts';
import { blameText } from './blame.ts';
import { indexOf } from './index.ts';

it('[AT1] what one person wrote in one sitting is one run, from when its first word was written, wherever that stands', () => {
  const world = new World('priorities', [AMINA], seededRandom(1));
  const { doc } = world.replicas[0] as Replica;
  const began = world.nowMs;
  const write = (at: number, words: string): void => {
    ownEdit(doc, () => doc.getText('notes').insert(at, words));
    world.settle();
  };
  write(0, 'then this.');
  world.nowMs += 30_000;
  write(0, 'First, ');
  world.nowMs += 30_000;
  write(17, ' At last.');
  const runs = blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf));
  expect(runs).toMatchObject([{ text: 'First, then this. At last.', by: { author: AMINA.author, atMs: began }, untilMs: began + 60_000 }]);
});
