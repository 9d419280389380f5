import { addEntry } from '@ginnel/merge/edits/entries';
import { openRoots, proseAt, textAt } from '@ginnel/merge/edits/open';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { moveOver, type MovingOver } from './move-over.ts';
import { NOTHING } from './ranges.ts';

const MINE = 7;
const A = 'p_aaaaaaaaaa';
const B = 'p_bbbbbbbbbb';
/** Each word that the person writes is its own, so that it can be found again. */
const FIELDS = [
  ['notes'],
  ['priorities', A, 'title'],
  ['priorities', A, 'evidence'],
  ['priorities', B, 'title'],
  ['understanding'],
] as const;

function newDoc(clientId: number): Y.Doc {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = clientId;
  openRoots('priorities', doc);
  doc.getXmlFragment('understanding');
  return doc;
}

function base(): Y.Doc {
  const doc = newDoc(1);
  for (const id of [A, B])
    addEntry('priorities', doc, ['priorities'], { id, fields: { title: `Title of ${id}`, evidence: 'Seen. Counted. Heard.' } });
  doc.getText('notes').insert(0, 'Notes of everybody at the table. ');
  const paragraphs = ['First thoughts here', 'Second thoughts there'].map((words) => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(words)]);
    return paragraph;
  });
  doc.getXmlFragment('understanding').insert(0, paragraphs);
  return doc;
}

function copyOf(doc: Y.Doc, clientId: number): Y.Doc {
  const copy = newDoc(clientId);
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

function since(doc: Y.Doc, before: Y.Doc): Uint8Array {
  return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(before));
}

/** A text of the field: the text itself, or the words of one of its paragraphs. */
function textIn(doc: Y.Doc, [root, ...path]: readonly [string, ...string[]], at: number): Y.Text | null {
  if (root !== 'understanding') return textAt(doc, root, ...path);
  const prose = proseAt(doc, root);
  const paragraph = prose === null || prose.length === 0 ? undefined : prose.get(at % prose.length);
  const words = paragraph instanceof Y.XmlElement && paragraph.length > 0 ? paragraph.get(0) : undefined;
  return words instanceof Y.XmlText ? words : null;
}

type Act = { readonly field: number; readonly at: number; readonly remove: number; readonly newBlock: boolean };
const act = fc.record({ field: fc.nat(FIELDS.length - 1), at: fc.nat(60), remove: fc.integer({ min: 0, max: 4 }), newBlock: fc.boolean() });

/** @returns the words that were written, by field */
function perform(doc: Y.Doc, acts: readonly Act[], sign: string): Map<string, string> {
  const written = new Map<string, string>();
  for (const [index, { field, at, remove, newBlock }] of acts.entries()) {
    const path = FIELDS[field] as readonly [string, ...string[]];
    const word = `<${sign}${index}>`;
    if (path[0] === 'understanding' && newBlock) {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText(word)]);
      const prose = doc.getXmlFragment('understanding');
      prose.insert(at % (prose.length + 1), [paragraph]);
    } else {
      const text = textIn(doc, path, at);
      if (text === null) continue;
      const place = at % (text.length + 1);
      if (remove > 0 && place + remove <= text.length) text.delete(place, remove);
      text.insert(place, word);
    }
    written.set(word, path.join('/'));
  }
  return written;
}

const wordsIn = (doc: Y.Doc) =>
  FIELDS.map((path) =>
    path[0] === 'understanding' ? doc.getXmlFragment('understanding').toJSON() : textIn(doc, path, 0)?.toString(),
  ).join('\n');

function move(given: Omit<MovingOver, 'mine' | 'buried' | 'giveUp'>, giveUp = false) {
  return moveOver({ ...given, mine: new Set([MINE]), buried: NOTHING, giveUp }, 'made again');
}

describe('after a refusal every word of the person is in the document or among the kept ones', () => {
  test('on random histories with others writing at the same time, whichever field was refused', () => {
    let keptSome = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.array(act, { maxLength: 8 }), fc.nat(FIELDS.length - 1), (mine, theirs, refused) => {
        const start = base();
        const old = copyOf(start, MINE);
        const written = perform(old, mine, 'm');
        const server = copyOf(start, 2);
        const others = perform(server, theirs, 'o');
        const fresh = copyOf(server, 9);
        const path = (FIELDS[refused] as readonly string[]).join('/');
        const kept = move({ old, fresh, refusal: { kind: 'not-allowed', path }, update: since(old, start) });
        const standing = wordsIn(fresh);
        const before = wordsIn(old);
        const keptWords = kept.flatMap((field) => field.written).join(' ');
        for (const [word, field] of written) {
          if (!before.includes(word)) continue; // written over by the person
          // A refusal that names no field of the frame is of the whole frame.
          const isRefused = field === path || ![...written.values()].includes(path);
          if (isRefused) keptSome++;
          expect(isRefused ? keptWords : standing, `${word} of ${field}, refused ${path}`).toContain(word);
          if (isRefused) expect(standing).not.toContain(word);
        }
        for (const [word] of others) if (wordsIn(server).includes(word)) expect(standing).toContain(word);
      }),
      { seed: 20261121, numRuns: 600 },
    );
    expect(keptSome).toBeGreaterThan(100);
  });

  test('with nothing refused, what others had not touched reads as the person left it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (mine) => {
        const start = base();
        const old = copyOf(start, MINE);
        perform(old, mine, 'm');
        const fresh = copyOf(start, 9);
        expect(move({ old, fresh, refusal: { kind: 'gap', path: '' }, update: since(old, start) })).toEqual([]);
        expect(wordsIn(fresh)).toBe(wordsIn(old));
      }),
      { seed: 20261122, numRuns: 400 },
    );
  });

  test('when it gives up, everything is kept as words and the document is untouched', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 8 }), (mine) => {
        const start = base();
        const old = copyOf(start, MINE);
        const written = perform(old, mine, 'm');
        const fresh = copyOf(start, 9);
        const kept = move({ old, fresh, refusal: { kind: 'not-allowed', path: 'notes' }, update: since(old, start) }, true);
        expect(wordsIn(fresh)).toBe(wordsIn(start));
        const keptWords = kept.flatMap((field) => field.written).join(' ');
        for (const [word] of written) if (wordsIn(old).includes(word)) expect(keptWords).toContain(word);
      }),
      { seed: 20261123, numRuns: 200 },
    );
  });
});

test('values, moves and new entries are made again', () => {
  const start = base();
  const old = copyOf(start, MINE);
  const entry = old.getMap('priorities').get(A) as Y.Map<unknown>;
  entry.set('outcome', 'safety');
  entry.set('position', 'a9');
  addEntry('priorities', old, ['priorities'], { id: 'p_cccccccccc', fields: { title: 'Third' } });
  const fresh = copyOf(start, 9);
  expect(move({ old, fresh, refusal: { kind: 'not-allowed', path: 'notes' }, update: since(old, copyOf(old, 5)) })).toEqual([]);
  expect(fresh.toJSON()).toEqual(old.toJSON());
});

test('formatted words of prose come back with their marks', () => {
  const start = base();
  const old = copyOf(start, MINE);
  (textIn(old, ['understanding'], 0) as Y.XmlText).insert(5, ' bold', { bold: {} });
  const fresh = copyOf(start, 9);
  move({ old, fresh, refusal: { kind: 'gap', path: '' }, update: since(old, start) });
  expect((textIn(fresh, ['understanding'], 0) as Y.XmlText).toDelta()).toEqual((textIn(old, ['understanding'], 0) as Y.XmlText).toDelta());
});
