/** Documents as people leave them: words put in and taken out all over the place, by a few people. */
import { randomClientId } from '@ginnel/base/ports';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';

/** Notes of about this many characters, written in runs with deletions between; some 1.1 bytes of state a character. */
export function writtenDocument(seed: number, characters: number): Y.Doc {
  const random = seededRandom(seed);
  const doc = new Y.Doc({ gc: false });
  doc.clientID = randomClientId(random);
  const notes = doc.getText('notes');
  doc.transact(() => {
    while (notes.length < characters) {
      notes.insert(random.int(notes.length + 1), 'the path behind the school needs a lamp. '.slice(0, 10 + random.int(30)));
      if (random.int(6) === 0) notes.delete(random.int(notes.length - 4), 3);
    }
  });
  return doc;
}

/**
 * A long history, letter by letter: a writer who types, goes back and rubs out. Sent `perUpdate` letters at a time, since
 * how it comes in is not what is measured.
 */
export function* longHistory(seed: number, edits: number, perUpdate: number): Generator<Uint8Array> {
  const random = seededRandom(seed);
  const doc = new Y.Doc({ gc: false });
  doc.clientID = randomClientId(random);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const notes = doc.getText('notes');
  let at = 0;
  for (let done = 0; done < edits;) {
    doc.transact(() => {
      for (let i = 0; i < perUpdate && done < edits; i++, done++) {
        if (random.int(40) === 0) at = random.int(notes.length + 1);
        if (at > 0 && random.int(4) === 0) notes.delete(--at, 1);
        else notes.insert(at++, 'etaoin shrdlu'.charAt(random.int(13)));
      }
    });
    yield* updates.splice(0);
  }
}
