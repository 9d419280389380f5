import { DOCUMENT_KINDS } from '@ginnel/domain/documents';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { honestHistories, play } from '@ginnel/testkit/honest-history';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { playAimed, type AimedTally } from './restored-paragraphs.ts';
import { PEOPLE, Scene } from './scene.ts';
import {
  playUndos,
  undoBehindAListItem,
  undoOfALetterInABlock,
  undoThatYjsParts,
  type UndoKind,
  type UndoTally,
} from './undo-histories.ts';

it.each(DOCUMENT_KINDS)(
  "[AD18, AD12] whatever members write in a %s is admitted, however late and however merged, but for others' comments and parts",
  (kind) => {
    let admitted = 0;
    fc.assert(
      fc.property(honestHistories({ kinds: [kind], maxSteps: 80 }), (history) => {
        const world = play(history);
        const scene = new Scene(kind, createLiveDocument);
        for (const [client, author] of world.leases) scene.leases.set(client, author);
        for (const { author, update } of world.rows) {
          const person = PEOPLE.find((each) => each.author.capacityId === author.capacityId)!;
          const judged = scene.live.judge(update, scene.by(person));
          if (!judged.ok) {
            // The random people write in each other's comments and parts too; what would follow from that is not honest.
            const { kind: why, path } = judged.error;
            expect([why, path]).toEqual(
              path.startsWith('comments/') ? ['not-yours', expect.any(String)] : ['not-your-part', expect.stringContaining('/parts/')],
            );
            return;
          }
          scene.take(update, judged.value, author);
          admitted++;
        }
        expect(scene.hash()).toBe(scene.mirrorHash());
      }),
      { numRuns: 200 },
    );
    expect(admitted).toBeGreaterThan(800);
  },
);

it.each<UndoKind>(['own', 'plain'])('[AD6, AD18] whatever people undo and redo is admitted, with blocks deleted and back: %s', (kind) => {
  const tally: UndoTally = { refused: 0 };
  for (let seed = 1; seed <= 1500; seed++) expect(playUndos(seed, kind, tally)).toBeNull();
  // Of Yjs's own undo all but what Yjs itself would read otherwise elsewhere: see below.
  expect(tally.refused).toBeLessThan(kind === 'own' ? 1 : 6);
});

it('[AD6] what undo puts in one place here and in another elsewhere is refused, and our own undo does not write it', () => {
  const [plain, own] = [undoThatYjsParts('plain'), undoThatYjsParts('own')];
  expect(plain).toMatchObject({ here: '<paragraph>abXc</paragraph>', elsewhere: '<paragraph>acbX</paragraph>' });
  expect(plain.refused).toContain('malformed');
  expect(own).toEqual({ here: '<paragraph>abXc</paragraph>', elsewhere: '<paragraph>abXc</paragraph>', refused: null });
});

it('[AD6] items with any origins in a paragraph of its writer, while others type there: what is admitted reads the same in every order', () => {
  const tally: AimedTally = { aimed: 0, admitted: 0 };
  for (let seed = 1; seed <= 2000; seed++) expect(playAimed(seed, createLiveDocument, tally)).toBeNull();
  // The aim is good: more than half hit, and without the rule half of all paragraphs part.
  expect(tally.admitted).toBeGreaterThan(tally.aimed / 2);
}, 60_000);

it('[AD6] a letter comes back between neighbours that lie apart', () => {
  expect(undoOfALetterInABlock()).toBeNull();
});

it('[AD6] a list item comes back behind one that had come back before', () => {
  expect(undoBehindAListItem()).toBeNull();
});
