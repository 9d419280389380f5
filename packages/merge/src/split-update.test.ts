import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import type { Author } from '@ginnel/domain/people';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { meaningHash } from './canonical/hash.ts';
import { project } from './canonical/project.ts';
import type { Judged } from './contract.ts';
import { openRoots } from './edits/open.ts';
import { createLiveDocument } from './live-document.ts';
import { splitUpdate } from './split-update.ts';

const author = { personId: 'amina', capacityId: 'amina.resident' } as Author;
const by: Judged = { author, actor: { standing: 'moderator', party: null }, phase: 'drafting', leaseOf: () => author, actorOf: () => null };

it('[AD17] any document taken apart is the same when its pieces come one after another, none of which waits for a later one', () => {
  let pieces = 0;
  fc.assert(
    fc.property(honestHistories({ maxSteps: 60 }), fc.integer({ min: 1, max: 9 }), (history, most) => {
      const whole = new Y.Doc({ gc: false });
      openRoots(history.kind, whole);
      for (const { update } of play(history).rows) Y.applyUpdate(whole, update);
      const again = new Y.Doc({ gc: false });
      openRoots(history.kind, again);
      for (const piece of splitUpdate(Y.encodeStateAsUpdate(whole), most)) {
        Y.applyUpdate(again, piece);
        expect(again.store.pendingStructs ?? again.store.pendingDs).toBeNull();
        pieces++;
      }
      expect(Y.encodeStateVector(again)).toEqual(Y.encodeStateVector(whole));
      expect(meaningHash(project(history.kind, again))).toBe(meaningHash(project(history.kind, whole)));
    }),
    { seed: 5, numRuns: 200 },
  );
  expect(pieces).toBeGreaterThan(1000);
});

it('[AD17] 120,000 keystrokes of an absence, each in another place, are too large as one update and arrive as several', () => {
  const random = seededRandom(3);
  const start = new Y.Doc({ gc: false });
  start.getText('notes').insert(0, 'It stands by the water. '.repeat(500));
  const base = Y.encodeStateAsUpdate(start);
  const live = createLiveDocument('plan');
  live.apply(base);
  const away = new Y.Doc({ gc: false });
  Y.applyUpdate(away, base);
  const notes = away.getText('notes');
  away.transact(() => {
    // From the end to the start, for Yjs finds a place near the last one sooner.
    for (let at = notes.length; at > 0; at--) for (let i = 0; i < 10; i++) notes.insert(at, 'abc'[random.int(3)]!);
    for (let at = notes.length - 7; at > 0; at -= 500) notes.delete(at, 3);
  });
  const update = Y.encodeStateAsUpdate(away, live.stateVector());
  expect(live.judge(update, by)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  const pieces = splitUpdate(update);
  expect(pieces.length).toBeGreaterThan(5);
  for (const piece of pieces) {
    expect(live.judge(piece, by)).toMatchObject({ ok: true });
    live.apply(piece);
  }
  expect(meaningHash(live.content())).toBe(meaningHash(project('plan', away)));
}, 60_000);

it('[AD17] what is short, or no update at all, goes as it is', () => {
  const doc = new Y.Doc();
  doc.getText('notes').insert(0, 'word');
  const update = Y.encodeStateAsUpdate(doc);
  expect(splitUpdate(update)).toEqual([update]);
});
