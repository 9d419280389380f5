/** The hostile updates that the design names. */
import { craft, type Struct } from './craft.ts';
import { AMINAS, FRESH, idsIn, IMRANS, textOfPart, type Frame } from './frames.ts';
import type { Scene } from './scene.ts';
import * as Y from 'yjs';

export function framesOfDesign(scene: Scene): readonly Frame[] {
  const { mirror } = scene;
  const mine = Y.getState(mirror.store, AMINAS);
  const his = Y.getState(mirror.store, IMRANS);
  const notesLast = { client: AMINAS, clock: mine - 1 };
  const partText = idsIn(textOfPart(mirror));
  const write = (structs: readonly Struct[], client = AMINAS, clock = mine) => craft([{ client, clock, structs }]);
  const word: Struct = { origin: notesLast, content: { kind: 'string', text: 'x' } };
  return [
    {
      name: "a delete set for another client's future clocks",
      update: craft([], [{ client: IMRANS, ranges: [[his + 10, 100]] }]),
      expected: 'gap',
    },
    {
      name: "a delete set over a whole client's range in roots that the sender may not touch",
      update: craft([], [{ client: IMRANS, ranges: [[0, his]] }]),
      expected: 'not-allowed',
    },
    { name: "structs under another user's clientID", update: write([word], IMRANS, his), expected: 'forged-author' },
    { name: 'an update truncated by one byte', update: write([word]).slice(0, -1), expected: 'malformed' },
    {
      name: 'seven bytes that declare thirty million structs',
      update: Uint8Array.of(1, 0x80, 0x87, 0xa7, 0x0e, 1, 0),
      expected: 'malformed',
    },
    {
      name: 'thousands of dependents of a first update that is withheld',
      update: write(
        Array.from({ length: 3000 }, (_, i): Struct => ({ origin: { client: FRESH, clock: i }, content: { kind: 'string', text: 'x' } })),
        FRESH,
        1,
      ),
      expected: 'gap',
    },
    {
      name: 'maps nested five thousand deep',
      update: write(
        Array.from({ length: 5000 }, (_, i): Struct => ({
          parent: i === 0 ? 'commitments' : { client: AMINAS, clock: mine + i - 1 },
          key: 'c_000000000000',
          content: { kind: 'type', type: 1 },
        })),
      ),
      expected: 'unknown-path',
    },
    {
      name: 'fifty thousand unknown roots',
      update: write(Array.from({ length: 50_000 }, (_, i): Struct => ({ parent: `root${i}`, content: { kind: 'string', text: 'x' } }))),
      expected: 'unknown-path',
    },
    { name: 'a collected struct of length 2^52', update: write([{ content: { kind: 'gc', length: 2 ** 52 } }]), expected: 'malformed' },
    {
      name: 'the map key __proto__',
      update: write([{ parent: 'commitments', key: '__proto__', content: { kind: 'type', type: 1 } }]),
      expected: 'unknown-path',
    },
    {
      name: 'an item whose origins lie in different parents',
      update: write([{ origin: notesLast, right: partText[0]!, content: { kind: 'string', text: 'x' } }]),
      expected: 'malformed',
    },
  ];
}
