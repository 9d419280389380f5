/** Form edits as Yjs updates: five people at one list of priorities, setting, moving, taking out, adding, typing titles. */
import { randomId } from '@ginnel/base/ports';
import { addEntry, moveEntry, placedIn, setValue, takeOut } from '@ginnel/merge/edits/entries';
import { openRoots } from '@ginnel/merge/edits/open';
import { OUTCOMES } from '@ginnel/domain/outcomes';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';

export function formEdits(count: number, seed = 20261121): Uint8Array[] {
  const random = seededRandom(seed);
  const updates: Uint8Array[] = [];
  const docs = Array.from({ length: 5 }, (_, i) => {
    const doc = new Y.Doc({ gc: false });
    doc.clientID = 2 ** 41 + i * 104_729;
    openRoots('priorities', doc);
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'others') updates.push(update);
    });
    return doc;
  });
  const seen = docs.map(() => 0);
  for (let step = 0; updates.length < count; step++) {
    const who = random.int(docs.length);
    const doc = docs[who]!;
    // Now and then somebody has not seen the latest edits.
    if (random.int(4) > 0) for (; seen[who]! < updates.length; seen[who]!++) Y.applyUpdate(doc, updates[seen[who]!]!, 'others');
    const list = doc.getMap('priorities');
    const placed = placedIn(list as Y.Map<unknown>);
    const entry = placed[random.int(Math.max(1, placed.length))];
    const choice = random.int(10);
    if (entry === undefined || (choice === 0 && placed.length < 40))
      addEntry('priorities', doc, ['priorities'], { id: `p_${randomId(random, 12)}` });
    else if (choice < 5) setValue(doc, ['priorities'], entry.id, 'outcome', random.pick(OUTCOMES).id);
    else if (choice < 8) moveEntry(doc, ['priorities'], entry.id, random.int(placed.length));
    else if (choice === 8 && placed.length > 20) takeOut(doc, ['priorities'], entry.id);
    else {
      const title = (list.get(entry.id) as Y.Map<Y.Text>).get('title')!;
      if (title.length < 250) title.insert(random.int(title.length + 1), 'a');
    }
  }
  return updates.slice(0, count);
}
