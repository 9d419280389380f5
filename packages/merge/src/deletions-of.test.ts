import { expect, test } from 'vitest';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';
import { startOfDeletions } from './deletions-of.ts';

/** Text, marks, embeds, rich text, maps and lists with every kind of value, by several clients, with deletions. */
function writtenAtRandom(seed: number): Y.Doc {
  const random = seededRandom(seed);
  const doc = new Y.Doc();
  const values = [undefined, null, true, false, 7, -70_000, 0.5, 1.1, 'ä'.repeat(80), { a: [1, { b: 'c' }] }, [[], {}]];
  for (let step = 0; step < 120; step++) {
    if (step % 40 === 0) doc.clientID = 1 + random.int(2 ** 31);
    const text = doc.getText('text');
    const map = doc.getMap('map');
    const list = doc.getArray('list');
    const rich = doc.getXmlFragment('rich');
    switch (random.int(8)) {
      case 0:
        text.insert(random.int(text.length + 1), 'words 😀');
        break;
      case 1:
        if (text.length > 3) text.format(random.int(text.length - 2), 2, { bold: true });
        break;
      case 2:
        text.insertEmbed(random.int(text.length + 1), { image: 'x' });
        break;
      case 3:
        if (text.length > 4) text.delete(random.int(text.length - 3), 2);
        break;
      case 4:
        map.set(`k${random.int(4)}`, values[random.int(values.length)]);
        break;
      case 5:
        list.insert(random.int(list.length + 1), values.slice(1 + random.int(5)));
        break;
      case 6:
        rich.insert(0, [new Y.XmlElement('p'), new Y.XmlText('line')]);
        break;
      default:
        list.insert(0, [new Y.Map([['in', new Y.Text('nested')]]), Uint8Array.of(1, 2, 3)]);
        if (list.length > 5) list.delete(2, 2);
    }
  }
  return doc;
}

test('where the deletions of a state begin is found without Yjs, byte for byte', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const doc = writtenAtRandom(seed);
    const update = Y.encodeStateAsUpdate(doc);
    const start = startOfDeletions(update);
    const expected = Y.diffUpdate(update, Y.encodeStateVector(doc));
    expect(start, `seed ${seed}`).not.toBeNull();
    expect(Uint8Array.of(0, ...update.subarray(start ?? 0)), `seed ${seed}`).toEqual(expected);
  }
});

test('what is cut short or not known is left to Yjs', () => {
  const update = Y.encodeStateAsUpdate(writtenAtRandom(1));
  const start = startOfDeletions(update) ?? 0;
  for (let end = 0; end < start; end += 7) expect(startOfDeletions(update.subarray(0, end))).toBeNull();
  expect(startOfDeletions(Uint8Array.of(1, 1, 1, 0, 9, 1, 1, 97, 0, 0))).toBeNull(); // a subdocument
});
