import { createLiveDocument } from '@ginnel/merge/live-document';
import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disagreement, explore, type Tally } from './compare.ts';
import { judgeByTrial } from './judge-by-trial.ts';
import { PEOPLE, Scene } from './scene.ts';

describe('the judge of structs against what Yjs integrates', () => {
  it('[AD1, AD18] honest edits: the same verdict and the same ranges, in any history', () => {
    let admitted = 0;
    fc.assert(
      fc.property(honestHistories({ maxSteps: 50 }), (history) => {
        const world = play(history);
        const scene = new Scene(history.kind, createLiveDocument);
        for (const [client, author] of world.leases) scene.leases.set(client, author);
        for (const { author, update } of world.rows) {
          const by = scene.by(PEOPLE.find((each) => each.author.capacityId === author.capacityId)!);
          const quick = scene.live.judge(update, by);
          expect(disagreement(quick, judgeByTrial(history.kind, scene.live.encode(), update, by))).toBeNull();
          if (!quick.ok) continue;
          scene.take(update, quick.value, author);
          admitted++;
        }
        expect(scene.hash()).toBe(scene.mirrorHash());
      }),
      { numRuns: 250 },
    );
    expect(admitted).toBeGreaterThan(2000);
  });

  it('[AD6, AD7, AD18] random and hostile updates: nothing is admitted but what Yjs does with it is allowed, and replicas stay equal', () => {
    const tally: Tally = { judged: 0, admitted: 0, refused: 0 };
    for (let seed = 1; seed <= 250; seed++) expect(explore(seed, seededRandom(seed), createLiveDocument, 100, tally)).toBeNull();
    expect(tally.judged).toBe(25_000);
    expect(tally.admitted).toBeGreaterThan(1500);
    expect(tally.refused).toBeGreaterThan(15_000);
  });
});
