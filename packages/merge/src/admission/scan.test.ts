import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { Refused } from './refused.ts';
import { scanUpdate } from './scan.ts';

function kindOf(bytes: Uint8Array): string {
  try {
    scanUpdate(bytes);
    return 'read';
  } catch (thrown) {
    return thrown instanceof Refused ? thrown.refusal.kind : 'threw';
  }
}

/** An update with every content that a document may hold, and a delete set. */
function richUpdate(): Uint8Array {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = 2 ** 50 + 3;
  doc.getText('notes').insert(0, 'a bench 👋 é');
  doc.getText('notes').delete(1, 3);
  const entry = new Y.Map<unknown>();
  doc.getMap('list').set('p_1', entry);
  for (const value of ['text', -1, 2 ** 40, 1.5, true, false, null, { a: [1] }]) entry.set('value', value);
  const paragraph = new Y.XmlElement('paragraph');
  const text = new Y.XmlText('words');
  paragraph.insert(0, [text]);
  doc.getXmlFragment('prose').insert(0, [paragraph]);
  text.format(0, 2, { link: { href: 'https://example.org/' } });
  return Y.encodeStateAsUpdate(doc);
}

describe('scanUpdate', () => {
  it('[AD2] reads what Yjs wrote, to the last byte, and counts as Yjs counts', () => {
    const update = richUpdate();
    const { clients, deletes } = scanUpdate(update);
    const decoded = Y.decodeUpdate(update);
    expect(clients.flatMap((each) => each.structs.map(({ client, clock, length }) => ({ client, clock, length })))).toEqual(
      decoded.structs.map(({ id, length }) => ({ client: id.client, clock: id.clock, length })),
    );
    expect(deletes).toEqual(
      [...decoded.ds.clients].flatMap(([client, ranges]) => ranges.map(({ clock, len }) => ({ client, clock, length: len }))),
    );
  });

  it('[AD2] an update that is cut short anywhere is malformed, and so is one that runs on', () => {
    const update = richUpdate();
    for (let end = 0; end < update.length; end++) expect(kindOf(update.subarray(0, end))).toBe('malformed');
    expect(kindOf(Uint8Array.from([...update, 0]))).toBe('malformed');
  });

  it.each([
    ['clients', [0xff, 0xff, 0xff, 0x7f]],
    ['structs', [1, 0xff, 0xff, 0xff, 0x7f, 1, 0]],
    ['deleted clients', [0, 0xff, 0xff, 0xff, 0x7f]],
    ['deleted ranges', [0, 1, 1, 0xff, 0xff, 0xff, 0x7f]],
    ['bytes of a string', [1, 1, 1, 0, 4, 1, 1, 110, 0xff, 0xff, 0xff, 0x7f]],
    ['values', [1, 1, 1, 0, 8, 1, 1, 110, 0xff, 0xff, 0xff, 0x7f]],
    ['items of an array', [1, 1, 1, 0, 8, 1, 1, 110, 1, 117, 0xff, 0xff, 0xff, 0x7f]],
    ['keys of an object', [1, 1, 1, 0, 8, 1, 1, 110, 1, 118, 0xff, 0xff, 0xff, 0x7f]],
  ])('[AD2] more %s than there are bytes for are malformed before anything is allocated', (_, bytes) => {
    expect(kindOf(Uint8Array.from(bytes))).toBe('malformed');
  });

  it('[AD2] text that is not UTF-8 is malformed, as for Yjs', () => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]])
      expect(kindOf(Uint8Array.from([1, 1, 1, 0, 4, 1, 1, 110, bytes.length, ...bytes, 0]))).toBe('malformed');
  });

  it('[AD2] strings, tombstones and deletions of no length are malformed: Yjs would store or cut something for them', () => {
    expect(kindOf(Uint8Array.of(1, 1, 1, 0, 4, 1, 1, 110, 0, 0))).toBe('malformed');
    expect(kindOf(Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 110, 0, 0))).toBe('malformed');
    expect(kindOf(Uint8Array.of(0, 1, 1, 1, 4, 0))).toBe('malformed');
  });

  it('[AD3] gaps, contents that Yjs does not know, and collected structs with anything besides their length are malformed', () => {
    for (const content of [0, 10, 11, 31]) expect(kindOf(Uint8Array.of(1, 1, 1, 0, content, 1, 1, 110, 1, 0))).toBe('malformed');
  });

  it('[AD3] legacy JSON, bytes, embeds and subdocuments are bad values', () => {
    for (const content of [2, 3, 5, 9]) expect(kindOf(Uint8Array.of(1, 1, 1, 0, content, 1, 1, 110, 1, 1, 49, 0))).toBe('bad-value');
  });

  it('[AD17] a thousand clients are read, and one more is too large; so is a name of more than 256 bytes', () => {
    // Each brings one collected clock; higher clients first.
    const clients = (count: number): Uint8Array =>
      Uint8Array.from([
        (count & 127) | 128,
        count >> 7,
        ...Array.from({ length: count }, (_, i) => [1, ((2000 - i) & 127) | 128, (2000 - i) >> 7, 0, 0, 1]).flat(),
        0,
      ]);
    expect(kindOf(clients(1000))).toBe('read');
    expect(kindOf(clients(1001))).toBe('too-large');
    const named = (length: number): Uint8Array =>
      Uint8Array.from([1, 1, 1, 0, 4, 1, (length & 127) | 128, length >> 7, ...Array.from({ length }, () => 110), 1, 120, 0]);
    expect(kindOf(named(256))).toBe('read');
    expect(kindOf(named(257))).toBe('too-large');
  });
});
