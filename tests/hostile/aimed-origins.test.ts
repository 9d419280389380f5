import type { Author } from '@ginnel/domain/people';
import type { Judged } from '@ginnel/merge/contract';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { expect, it } from 'vitest';
import { craft, type Id, type Struct } from './craft.ts';

const author = { personId: 'amina', capacityId: 'amina.resident' } as Author;
const by: Judged = { author, actor: { standing: 'member', party: null }, phase: 'drafting', leaseOf: () => author, actorOf: () => null };
const id = (client: number, clock: number): Id => ({ client, clock });
const word = (text: string, origin: Id | null = null, right: Id | null = null): Struct => ({
  origin,
  right,
  content: { kind: 'string', text },
});

// Whoever writes behind the "1" at the same moment would stand before the "X" in one replica and behind it in another.
it('[AD6] behind the last item, before one deep in its branch that comes with the same update, is malformed', () => {
  const live = createLiveDocument('priorities');
  live.apply(craft([{ client: 9, clock: 0, structs: [word('L')] }]));
  const aimed = craft([
    { client: 50, clock: 0, structs: [word('X', id(9, 0), id(10, 1))] },
    { client: 10, clock: 0, structs: [word('1', id(9, 0)), word('2', id(10, 0))] },
  ]);
  expect(live.judge(aimed, by)).toMatchObject({ ok: false, error: { kind: 'malformed' } });
});

it('[AD6] behind an item, before a letter in the midst of the next one, is malformed', () => {
  const live = createLiveDocument('priorities');
  live.apply(
    craft([
      { client: 10, clock: 0, structs: [word('12', id(9, 0))] },
      { client: 9, clock: 0, structs: [word('L')] },
    ]),
  );
  const aimed = craft([{ client: 50, clock: 0, structs: [word('X', id(9, 0), id(10, 1))] }]);
  expect(live.judge(aimed, by)).toMatchObject({ ok: false, error: { kind: 'malformed' } });
});

it('[AD6] what is typed on letter by letter, each a struct of its own, stands rightly wherever the first one did', () => {
  const live = createLiveDocument('priorities');
  live.apply(craft([{ client: 10, clock: 0, structs: [word('ab')] }]));
  const typed = Array.from({ length: 50_000 }, (_, i) => word('x', i === 0 ? id(10, 0) : id(10, i + 1), id(10, 1)));
  expect(live.judge(craft([{ client: 10, clock: 2, structs: typed }]), by).ok).toBe(true);
});
