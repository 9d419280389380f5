import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createStoredState } from './stored-state.ts';
import { mergeUpdates } from './updates.ts';

function written(): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = 7;
  doc.getText('notes').insert(0, 'the path behind the school');
  doc.getText('notes').delete(4, 5);
  return doc;
}

function atRest(doc: Y.Doc) {
  return createStoredState({ update: Y.encodeStateAsUpdate(doc), stateVector: Y.encodeStateVector(doc) });
}

describe('a document at rest', () => {
  test('answers any state vector as the live document would', () => {
    const doc = written();
    const early = Y.encodeStateVector(doc);
    doc.getText('notes').insert(0, 'Lamps on ');
    for (const since of [Uint8Array.of(0), early, Y.encodeStateVector(doc)]) {
      expect(atRest(doc).beyond(since)).toEqual(Y.encodeStateAsUpdate(doc, since));
    }
  });

  test('recognises what a client that is up to date sends, and nothing else', () => {
    const doc = written();
    const stored = atRest(doc);
    const copy = new Y.Doc();
    Y.applyUpdate(copy, stored.update);
    expect(stored.holds(Y.encodeStateAsUpdate(copy, stored.stateVector))).toBe(true);
    copy.getText('notes').delete(0, 1);
    expect(stored.holds(Y.encodeStateAsUpdate(copy, stored.stateVector))).toBe(false);
    copy.getText('notes').insert(0, 'T');
    expect(stored.holds(Y.encodeStateAsUpdate(copy, stored.stateVector))).toBe(false);
  });

  test('never takes broken bytes for known ones', () => {
    const stored = atRest(written());
    const known = Y.encodeStateAsUpdate(written(), stored.stateVector);
    for (let length = 0; length < known.length; length++) expect(stored.holds(known.slice(0, length))).toBe(false);
    expect(stored.holds(Uint8Array.of(0, 255, 255, 255, 127))).toBe(false);
  });

  test('an untouched document is empty', () => {
    const stored = createStoredState(null);
    expect(stored.beyond(Uint8Array.of(0))).toEqual(Uint8Array.of(0, 0));
    expect(stored.holds(Uint8Array.of(0, 0))).toBe(true);
  });
});

test('merging a window of updates says what they said', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const letter of 'ginnel') doc.getText('notes').insert(0, letter);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, mergeUpdates(updates));
  expect(copy.getText('notes').toString()).toBe('lennig');
});
