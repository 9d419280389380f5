import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { scanUpdate } from './admission/scan.ts';
import { typeOn } from './type-on.ts';

/** Somebody who types, and what they send for it. */
function writer(clientID: number, ...states: Uint8Array[]) {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = clientID;
  for (const state of states) Y.applyUpdate(doc, state);
  let sent: Uint8Array = new Uint8Array();
  doc.on('update', (update: Uint8Array) => (sent = update));
  const send = (edit: () => void): Uint8Array => {
    edit();
    return sent;
  };
  const text = doc.getText('notes');
  return { doc, text, send, type: (at: number, letters: string): Uint8Array => send(() => text.insert(at, letters)) };
}

interface Case {
  readonly log: readonly Uint8Array[];
  readonly update: Uint8Array;
}

/** A document of the server's after some updates, and whether the next is typed on; what comes of it is what comes by Yjs alone. */
function after(...updates: Uint8Array[]) {
  const [quick, plain] = [new Y.Doc(), new Y.Doc()];
  for (const doc of [quick, plain]) {
    doc.getText('notes');
    for (const update of updates) Y.applyUpdate(doc, update);
  }
  return {
    isTypedOn(update: Uint8Array): boolean {
      const before = Y.encodeStateAsUpdate(quick);
      const isTyped = typeOn(quick, update, scanUpdate(update).clients[0]!.structs[0]!);
      if (isTyped) {
        Y.applyUpdate(plain, update);
        expect(Y.encodeStateAsUpdate(quick)).toEqual(Y.encodeStateAsUpdate(plain));
        expect(quick.getText('notes').toDelta()).toEqual(plain.getText('notes').toDelta());
        expect(quick.getText('notes').length).toBe(plain.getText('notes').length);
      } else {
        expect(Y.encodeStateAsUpdate(quick)).toEqual(before);
      }
      return isTyped;
    },
  };
}

describe('typing on', () => {
  it('[AD22] puts letters behind the last, at the end of a text and within it', () => {
    const first = writer(7);
    const log = [first.type(0, 'A bench')];
    const second = writer(8, log[0]!);
    log.push(second.type(1, ' n'));
    for (const [at, letters] of [
      [3, 'e'],
      [4, 'w '],
      [6, 'é👋'],
      [9, 'and rather comfortable green '],
    ] as const) {
      const update = second.type(at, letters);
      expect(after(...log).isTypedOn(update), letters).toBe(true);
      log.push(update);
    }
    expect(after(...log).isTypedOn(first.type(7, ' here'))).toBe(true);
  });

  it('[AD22] leaves everything else to Yjs', () => {
    const first = writer(7);
    const start = first.type(0, 'bench');
    const typed = first.type(5, 'es');
    const cases: Record<string, Case> = {
      'the first letter': { log: [], update: start },
      'what is known': { log: [start, typed], update: typed },
      'a letter elsewhere': { log: [start, typed], update: first.type(0, 'a ') },
    };
    const behind = writer(9, start);
    const [one, two] = [writer(3, start), behind].map(({ type }) => type(5, '.')) as [Uint8Array, Uint8Array];
    cases['where somebody else has typed behind the same letter'] = { log: [start, one], update: typed };
    cases['where somebody else has, whose id is higher'] = { log: [start, two], update: typed };
    const gone = writer(10);
    const log = [gone.type(0, 'abc'), gone.send(() => gone.text.delete(2, 1))];
    cases['behind a letter that is gone'] = { log, update: gone.type(2, 'd') };
    for (const [name, { log: before, update }] of Object.entries(cases)) expect(after(...before).isTypedOn(update), name).toBe(false);
  });
});
