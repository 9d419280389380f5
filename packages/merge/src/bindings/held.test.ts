import { expect, it } from 'vitest';
import type { TextChange } from '../edits/text.ts';
import { asShown, Held, withOvers } from './held.ts';

const apply = (text: string, { at, remove, insert }: TextChange) => text.slice(0, at) + insert + text.slice(at + remove);
const applyAll = (text: string, splices: readonly TextChange[]) => splices.reduce(apply, text);

it('[BI10] what the person composes lands where they see it, though somebody wrote before it meanwhile', () => {
  let document = 'one two';
  let field = document;
  const held = new Held(document);
  const theirs = { at: 0, remove: 0, insert: 'zero ' };
  document = apply(document, theirs);
  held.changedInDocument(theirs);
  const mine = { at: 7, remove: 0, insert: ' three' };
  field = apply(field, mine);
  document = applyAll(document, held.changedInField(mine));
  expect(document).toBe('zero one two three');
  expect(field).toBe('one two three');
});

it('[BI10] deleting across somebody’s new words leaves their words', () => {
  const held = new Held('abcdef');
  held.changedInDocument({ at: 3, remove: 0, insert: 'NEW' });
  expect(applyAll('abcNEWdef', held.changedInField({ at: 1, remove: 4, insert: '' }))).toBe('aNEWf');
});

it('[BI10] deleting what somebody has deleted already deletes nothing else', () => {
  const held = new Held('abcdef');
  held.changedInDocument({ at: 1, remove: 4, insert: '' });
  expect(applyAll('af', held.changedInField({ at: 2, remove: 2, insert: 'x' }))).toBe('axf');
});

it('[BI10] a document with \\r\\n is typed in at the right place', () => {
  const text = 'one\r\ntwo\r\nthree';
  const held = new Held(text);
  expect(asShown(text)).toBe('one\ntwo\nthree');
  expect(held.toDocument(5)).toBe(6);
  expect(applyAll(text, held.changedInField({ at: 7, remove: 0, insert: '!' }))).toBe('one\r\ntwo!\r\nthree');
});

it('[BI10] random changes on both sides: no letter of the other side is ever removed by a local deletion, and no local letter is lost', () => {
  const seed = 20261121;
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state % below;
  };
  let changes = 0;
  for (let run = 0; run < 300; run++) {
    let document = 'abcdefghij';
    let field = document;
    const held = new Held(document);
    let theirLetters = 0;
    for (let step = 0; step < 12; step++) {
      const inDocument = random(2) === 0;
      const text = inDocument ? document : field;
      const at = random(text.length + 1);
      const remove = inDocument ? 0 : random(text.length - at + 1);
      const insert = inDocument ? 'T'.repeat(random(3)) : 'm'.repeat(random(3));
      if (inDocument) {
        document = apply(document, { at, remove, insert });
        held.changedInDocument({ at, remove, insert });
        theirLetters += insert.length;
      } else {
        field = apply(field, { at, remove, insert });
        document = applyAll(document, held.changedInField({ at, remove, insert }));
      }
      changes++;
      expect(document.replaceAll('T', ''), `seed ${seed}, run ${run}`).toBe(field);
      expect(document.split('T').length - 1, `seed ${seed}, run ${run}`).toBe(theirLetters);
    }
  }
  expect(changes).toBeGreaterThan(3000);
});

it('[BI11] what goes beyond the room stays in the field, whole letters, and goes in when there is room', () => {
  let document = 'abcdefgh';
  let field = document;
  const held = new Held(document);
  const room = () => 10 - document.length;
  const type = (splice: TextChange) => {
    field = apply(field, splice);
    document = applyAll(document, held.changedInField(splice, room()));
    document = applyAll(document, held.takeIn(field, room()));
  };
  type({ at: 4, remove: 0, insert: 'X👋👋Y' });
  expect([document, field]).toEqual(['abcdXefgh', 'abcdX👋👋Yefgh']);
  expect(held.overs(field)).toEqual([{ at: 5, words: '👋👋Y' }]);
  const theirs = { at: 0, remove: 4, insert: 'zz' };
  document = apply(document, theirs);
  held.changedInDocument(theirs);
  const overs = held.overs(field);
  expect(overs).toEqual([{ at: 3, words: '👋👋Y' }]);
  expect(withOvers(document, overs)).toBe('zzX👋👋Yefgh');
  field = withOvers(document, overs);
  const next = new Held(document, overs);
  const out = { at: 8, remove: 1, insert: '' };
  field = apply(field, out);
  document = applyAll(document, next.changedInField(out, room()));
  document = applyAll(document, next.takeIn(field, room()));
  expect([document, field]).toEqual(['zzX👋👋fgh', 'zzX👋👋Yfgh']);
});
