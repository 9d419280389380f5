/** What a hostile client sends: broken bytes, other people's clientIDs, clocks that do not exist. */
import { awarenessFrame, syncStep2Frame, updateFrame } from '@ginnel/protocol/frames';
import { writeAwareness } from '@ginnel/protocol/awareness';
import type { SeededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';

/**
 * @param honest  the copy of somebody else, to forge from
 * @param leased  clientIDs that others hold: all that anybody gets to see
 */
export function hostileFrame(honest: Y.Doc, leased: readonly number[], random: SeededRandom): Uint8Array {
  const pen = new Y.Doc({ gc: false });
  Y.applyUpdate(pen, Y.encodeStateAsUpdate(honest));
  const before = Y.encodeStateVector(pen);
  const theirs = leased.length === 0 ? random.int(1000) : random.pick(leased);
  pen.clientID = random.int(3) === 0 ? random.int(1000) : theirs;
  const notes = pen.getText('notes');
  switch (random.int(6)) {
    case 0: {
      notes.insert(random.int(notes.length + 1), 'forged ');
      return updateFrame(Y.encodeStateAsUpdate(pen, before));
    }
    case 1: {
      notes.insert(0, 'one ');
      const withheld = Y.encodeStateVector(pen);
      notes.insert(0, 'two ');
      return updateFrame(Y.encodeStateAsUpdate(pen, withheld));
    }
    case 2: {
      const update = Y.encodeStateAsUpdate(pen);
      return syncStep2Frame(update.slice(0, Math.max(1, update.length - 1 - random.int(4))));
    }
    case 3: {
      const update = Y.encodeStateAsUpdate(pen).slice();
      if (update.length > 0) update[random.int(update.length)] = random.int(256);
      return updateFrame(update);
    }
    case 4:
      return awarenessFrame(
        writeAwareness([{ clientId: theirs, clock: 2 ** 40, state: new TextEncoder().encode('{"user":{"name":"somebody else"}}') }]),
      );
    default: {
      pen.getMap('priorities').set('__proto__', 'x');
      return updateFrame(Y.encodeStateAsUpdate(pen, before));
    }
  }
}
