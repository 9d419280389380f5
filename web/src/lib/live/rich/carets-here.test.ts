import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { caretsHere } from './carets-here.ts';

const CURSOR = { anchor: { tname: 'x' }, head: { tname: 'x' } };
const open: Awareness[] = [];
const somebody = (): Awareness => {
  const awareness = new Awareness(new Y.Doc());
  open.push(awareness);
  return awareness;
};
afterEach(() => open.splice(0).forEach((awareness) => awareness.destroy()));

/** Two editors at one window, and how often each was told to draw. */
function window() {
  const own = somebody();
  const told = { understanding: 0, strengths: 0 };
  const editors = { understanding: caretsHere(own, 'understanding'), strengths: caretsHere(own, 'strengths') };
  const listeners = { understanding: () => void told.understanding++, strengths: () => void told.strengths++ };
  editors.understanding.on('change', listeners.understanding);
  editors.strengths.on('change', listeners.strengths);
  const say = (from: Awareness, state: Record<string, unknown> | null) => {
    from.setLocalState(state);
    applyAwarenessUpdate(own, encodeAwarenessUpdate(from, [from.clientID]), 'wire');
  };
  return { own, told, editors, listeners, say };
}

test('an editor is told of carets in its own field, and when they leave it', () => {
  const { told, editors, say } = window();
  const imran = somebody();
  say(imran, { at: 'understanding', cursor: CURSOR });
  expect([...editors.understanding.getStates().keys()]).toEqual([imran.clientID]);
  expect(editors.strengths.getStates().size).toBe(0);
  expect(told).toEqual({ understanding: 1, strengths: 0 });
  say(imran, { at: 'strengths', cursor: CURSOR });
  expect(editors.understanding.getStates().size).toBe(0);
  expect(told).toEqual({ understanding: 2, strengths: 1 });
  say(imran, { at: 'notes', caret: {}, cursor: null });
  say(imran, { at: 'notes', caret: {}, cursor: null, more: 1 });
  expect(told.understanding).toBe(2);
});

test('a caret of another program, which names no field, is looked for by every editor', () => {
  const { told, say } = window();
  say(somebody(), { cursor: CURSOR });
  expect(told).toEqual({ understanding: 1, strengths: 1 });
});

test('one does not draw one’s own caret, and after the end nothing is told', () => {
  const { own, told, editors, listeners, say } = window();
  own.setLocalState({ at: 'understanding', cursor: CURSOR });
  expect(told.understanding).toBe(0);
  editors.understanding.off('change', listeners.understanding);
  say(somebody(), { at: 'understanding', cursor: CURSOR });
  expect(told.understanding).toBe(0);
});
