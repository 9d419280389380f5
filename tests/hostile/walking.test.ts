import type { Author } from '@ginnel/domain/people';
import type { Judged, LiveDocument } from '@ginnel/merge/contract';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { craft, type Id, type Struct } from './craft.ts';

const author = { personId: 'amina', capacityId: 'amina.resident' } as Author;
const by: Judged = { author, actor: { standing: 'member', party: null }, phase: 'drafting', leaseOf: () => author, actorOf: () => null };

const word = (text: string, origin: Id | null = null, right: Id | null = null): Struct => ({
  origin,
  right,
  content: { kind: 'string', text },
});

/** Notes of so many items, none of which Yjs joins with the next. */
function notesOf(items: number): LiveDocument {
  const live = createLiveDocument('priorities');
  live.apply(
    craft([
      {
        client: 10,
        clock: 0,
        structs: Array.from({ length: items }, (_, i) => word('ab', i === 0 ? null : { client: 10, clock: 2 * i - 2 })),
      },
    ]),
  );
  return live;
}

describe('updates that would make Yjs walk', () => {
  it('[AD17] a kilobyte of items that each walk over the whole text is too large', () => {
    const update = craft([{ client: 20, clock: 0, structs: Array.from({ length: 100 }, () => word('x')) }]);
    expect(update.length).toBeLessThan(1100);
    expect(notesOf(3000).judge(update, by)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  it("[AD17] lines at the top of a text are let in above thousands of others', and are too large where Yjs would hold a reader's page for seconds", () => {
    const linesOf = (client: number, count: number): Uint8Array =>
      craft([
        { client, clock: 0, structs: Array.from({ length: count }, (_, i) => word('x', null, i === 0 ? null : { client, clock: i - 1 })) },
      ]);
    for (const [count, isAdmitted] of [
      [9000, true],
      [11_000, false],
    ] as const) {
      const live = createLiveDocument('priorities');
      live.apply(linesOf(10, count));
      expect(live.judge(linesOf(20, count), by).ok).toBe(isAdmitted);
      // A lower clientID stands before all that others wrote there, and costs nothing.
      expect(live.judge(linesOf(5, count), by).ok).toBe(true);
    }
  });

  it('[AD17] sixty thousand cuts are too large', () => {
    const live = createLiveDocument('priorities');
    live.apply(craft([{ client: 10, clock: 0, structs: [word('a'.repeat(200_000))] }]));
    const ranges = Array.from({ length: 30_000 }, (_, i) => [4 * i + 1, 1] as const);
    expect(live.judge(craft([], [{ client: 10, ranges }]), by)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  it('[AD17] thousands of values of one key that know nothing of each other are too large', () => {
    const live = createLiveDocument('priorities');
    live.apply(
      craft([{ client: 10, clock: 0, structs: [{ parent: 'priorities', key: 'p_000000000000', content: { kind: 'type', type: 1 } }] }]),
    );
    const value: Struct = { parent: { client: 10, clock: 0 }, key: 'outcome', content: { kind: 'any', values: ['health', 'jobs'] } };
    const ranges = Array.from({ length: 4000 }, (_, i) => [2 * i, 2] as const);
    const update = craft([{ client: 20, clock: 0, structs: Array.from({ length: 4000 }, () => value) }], [{ client: 20, ranges }]);
    expect(live.judge(update, by)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  it('[AD17] what people wrote while they were away is none of these', () => {
    const start = new Y.Doc({ gc: false });
    start.getText('notes').insert(0, 'We begin here. ');
    const live = createLiveDocument('priorities');
    live.apply(Y.encodeStateAsUpdate(start));
    const away = [30, 31, 32].map((clientID) => {
      const doc = new Y.Doc({ gc: false });
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(start));
      doc.clientID = clientID;
      return doc;
    });
    for (const [i, doc] of away.entries()) {
      const notes = doc.getText('notes');
      for (let word = 0; word < 1500; word++) notes.insert(i === 0 ? 0 : i === 1 ? notes.length : (word * 7919) % notes.length, 'ginnel ');
    }
    for (const doc of away) {
      const update = Y.encodeStateAsUpdate(doc, live.stateVector());
      expect(live.judge(update, by)).toMatchObject({ ok: true });
      live.apply(update);
    }
  });
});
