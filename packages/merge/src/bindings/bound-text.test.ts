import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TextChange } from '../edits/text.ts';
import { BoundText, type TextView } from './bound-text.ts';

/** A text box, without a page. */
class Box implements TextView {
  value = '';
  caret = 0;

  show({ at, remove, insert }: TextChange): void {
    this.value = this.value.slice(0, at) + insert + this.value.slice(at + remove);
    if (at < this.caret) this.caret += insert.length - Math.min(remove, this.caret - at);
  }
}

function bound({ words = '', most = 1000, over = '' }: { words?: string; most?: number; over?: string } = {}) {
  const doc = new Y.Doc({ gc: false });
  const text = doc.getText('notes');
  text.insert(0, words);
  const box = new Box();
  const told: string[] = [];
  const binding = new BoundText({ text, view: box, most, over, onShown: (_shown, left) => told.push(left) });
  const type = (insert: string, at = box.value.length, remove = 0): void => {
    box.value = box.value.slice(0, at) + insert + box.value.slice(at + remove);
    box.caret = at + insert.length;
    binding.typed();
  };
  return { doc, text, box, binding, told, type };
}

describe('a text box and its text', () => {
  it('[BI10] what is typed and what others write stand in both, and the caret among its words', () => {
    const { doc, text, box, binding, type } = bound({ words: 'mill lane' });
    expect(box.value).toBe('mill lane');
    type(', Radcliffe');
    expect(text.toString()).toBe('mill lane, Radcliffe');
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    other.getText('notes').insert(0, 'The old ');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect([box.value, box.caret]).toEqual(['The old mill lane, Radcliffe', 28]);
    expect(binding.placeOf(binding.caret(28, 28).head)).toBe(28);
  });

  it('[BI10] while an input method composes the box is not touched, and afterwards it shows what others wrote', () => {
    const { text, box, binding, type } = bound({ words: 'one two' });
    binding.compose(true);
    type('三');
    text.insert(0, 'zero ');
    expect(box.value).toBe('one two三');
    type('三番', 7, 1);
    binding.compose(false);
    expect([box.value, text.toString()]).toEqual(['zero one two三番', 'zero one two三番']);
  });
});

describe('words composed beyond the room of a box', () => {
  it('[BI11] stay in it and out of the document, and are told; with room they go in', () => {
    const { text, box, binding, told, type } = bound({ words: 'abcdefgh', most: 10 });
    binding.compose(true);
    type('nihao', 4);
    expect(told.at(-1)).toBe('');
    type('你好吗', 4, 5);
    binding.compose(false);
    expect([text.toString(), box.value, told.at(-1)]).toEqual(['abcd你好efgh', 'abcd你好吗efgh', '吗']);
    // Somebody else writes before it: nothing of it is lost or moves to another place.
    text.delete(0, 1);
    text.insert(0, 'zz');
    expect([text.toString(), box.value]).toEqual(['zzbcd你好efgh', 'zzbcd你好吗efgh']);
    type('', 0, 3);
    expect([text.toString(), box.value, told.at(-1)]).toEqual(['cd你好吗efgh', 'cd你好吗efgh', '']);
  });

  it('[BI11] are still there when the box is bound anew', () => {
    const { text, box, told } = bound({ words: 'full', most: 4, over: ' of words' });
    expect([text.toString(), box.value, told.at(-1)]).toEqual(['full', 'full of words', ' of words']);
  });

  it('[BI11] never vanish and are never in the document, whatever both sides do', () => {
    const seed = 20261122;
    let state = seed;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    let overs = 0;
    for (let run = 0; run < 200; run++) {
      const { text, box, binding, type } = bound({ words: 'abcdef', most: 8 });
      let mine = '';
      for (let step = 0; step < 12; step++) {
        const letter = String.fromCharCode(0x4e00 + run + step * 300);
        switch (random(4)) {
          case 0:
            // Others are held to the limit by their own pages.
            if (text.length < 8) text.insert(random(text.length + 1), 'T');
            break;
          case 1:
            if (text.length > 0) {
              const at = random(text.length);
              const [gone] = text.toString().slice(at, at + 1);
              text.delete(at, 1);
              mine = mine.replace(gone as string, '');
            }
            break;
          default:
            binding.compose(true);
            type(letter, random(box.value.length + 1));
            mine += letter;
            binding.compose(false);
        }
        expect(text.length, `seed ${seed}, run ${run}`).toBeLessThanOrEqual(8);
        for (const one of mine) expect(box.value, `seed ${seed}, run ${run}`).toContain(one);
        const left = binding.over;
        overs += left.length;
        expect([...box.value].length, `seed ${seed}, run ${run}`).toBe(text.length + left.length);
      }
    }
    expect(overs).toBeGreaterThan(500);
  });
});
