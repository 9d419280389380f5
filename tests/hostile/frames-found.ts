/** Hostile updates found since: by reading Yjs, and by random updates to replicas that keep what is deleted. */
import { craft, type Struct } from './craft.ts';
import { AMINAS, COMMITMENT, FRESH, idsIn, IMRANS, textOfPart, type Frame } from './frames.ts';
import type { Scene } from './scene.ts';
import * as Y from 'yjs';

export function framesFound(scene: Scene): readonly Frame[] {
  const { mirror } = scene;
  const mine = Y.getState(mirror.store, AMINAS);
  const his = Y.getState(mirror.store, IMRANS);
  const part = textOfPart(mirror);
  const [partStart] = idsIn(part) as [{ client: number; clock: number }];
  const wave = part.toString().indexOf('👋');
  const half = { client: partStart.client, clock: partStart.clock + wave };
  const notesLast = { client: AMINAS, clock: mine - 1 };
  const first = Y.getItem(mirror.store, Y.createID(AMINAS, 0));
  const beforeNotes = first.origin;
  const notesFirst = idsIn(mirror.getText('notes'))[0]!;
  const entry = (mirror.getMap('commitments').get(COMMITMENT) as Y.Map<unknown>)._item!.id;
  const title = (mirror.getMap('commitments').get(COMMITMENT) as Y.Map<Y.Text>).get('title')!._item!.id;
  const write = (structs: readonly Struct[], client = AMINAS, clock = mine) => craft([{ client, clock, structs }]);
  const says = (text: string): Struct['content'] => ({ kind: 'string', text });
  return [
    {
      name: "a known struct whose origin cuts another party's emoji in two",
      update: write([{ origin: half, content: says('T') }], AMINAS, 0),
      expected: 'forged-author',
    },
    {
      name: 'another letter under a known id, where that stands',
      update: write([{ origin: first.origin, right: first.rightOrigin, content: says('z') }], AMINAS, 0),
      expected: 'forged-author',
    },
    {
      name: 'an empty delete range within a character of somebody else',
      update: craft([], [{ client: half.client, ranges: [[half.clock + 1, 0]] }]),
      expected: 'malformed',
    },
    {
      name: 'a known beginning, the rest of it in another text',
      update: write([{ origin: partStart, content: says('Thank you 👋 all. And more') }], AMINAS, 0),
      expected: 'forged-author',
    },
    {
      name: "a false copy of somebody's words beside a word of one's own",
      update: craft([
        { client: AMINAS, clock: mine, structs: [{ origin: beforeNotes, right: notesFirst, content: says('x') }] },
        { client: IMRANS, clock: his - 1, structs: [{ content: { kind: 'any', values: ['false'] } }] },
      ]),
      expected: 'forged-author',
    },
    {
      name: 'an item between a character and itself, which Yjs puts before or behind it as it happens',
      update: write([{ origin: notesLast, right: notesLast, content: says('x') }]),
      expected: 'malformed',
    },
    {
      name: 'an item before a character that stands deep in the branch of its origin',
      update: write([{ origin: notesFirst, right: { client: notesFirst.client, clock: notesFirst.clock + 3 }, content: says('x') }]),
      expected: 'malformed',
    },
    {
      name: 'such an item that says so only by another one of the same update',
      update: write([
        { right: notesFirst, content: says('x') },
        { origin: notesLast, content: says('y') },
        { origin: { client: AMINAS, clock: mine + 1 }, right: { client: AMINAS, clock: mine }, content: says('z') },
      ]),
      expected: 'malformed',
    },
    {
      name: 'structs that wait for each other',
      update: craft([
        { client: FRESH, clock: 0, structs: [{ origin: { client: FRESH + 1, clock: 0 }, content: says('x') }] },
        { client: FRESH + 1, clock: 0, structs: [{ origin: { client: FRESH, clock: 0 }, content: says('y') }] },
      ]),
      expected: 'gap',
    },
    {
      name: 'a struct that is its own origin',
      update: write([{ origin: { client: AMINAS, clock: mine }, content: says('x') }]),
      expected: 'gap',
    },
    {
      name: 'one client twice',
      update: craft([
        { client: FRESH, clock: 0, structs: [{ content: says('x') }] },
        { client: FRESH, clock: 0, structs: [{ content: says('y') }] },
      ]),
      expected: 'malformed',
    },
    {
      name: 'clients in an order with which merging updates would lose words',
      update: craft(
        [FRESH, FRESH + 1].map((client) => ({ client, clock: 0, structs: [{ content: says('x') }] })),
        [],
        { asGiven: true },
      ),
      expected: 'malformed',
    },
    {
      name: 'a delete set for clocks that the sender has yet to write',
      update: craft([], [{ client: FRESH, ranges: [[0, 5]] }]),
      expected: 'gap',
    },
    {
      name: 'bytes left over',
      update: Uint8Array.from([...write([{ origin: beforeNotes, right: notesFirst, content: says('x') }]), 0]),
      expected: 'malformed',
    },
    {
      name: 'a clientID beyond the integers that a double holds',
      update: Uint8Array.of(1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 4, 1, 5, 110, 111, 116, 101, 115, 1, 120, 0),
      expected: 'malformed',
    },
    { name: 'a number without an end', update: Uint8Array.from({ length: 4000 }, () => 0x80), expected: 'malformed' },
    { name: "the server's own clientID", update: write([{ content: says('x') }], 0, 0), expected: 'forged-author' },
    {
      name: 'a tombstone of a trillion',
      update: write([{ origin: notesLast, content: { kind: 'deleted', length: 2 ** 41 } }]),
      expected: 'malformed',
    },
    {
      name: 'an entry in the place of another',
      update: write([{ origin: entry, content: { kind: 'type', type: 1 } }]),
      expected: 'not-allowed',
    },
    {
      name: 'a field in the place of another',
      update: write([{ origin: title, content: { kind: 'type', type: 2 } }]),
      expected: 'not-allowed',
    },
    { name: 'an entry deleted', update: craft([], [{ client: entry.client, ranges: [[entry.clock, 1]] }]), expected: 'not-allowed' },
    {
      name: 'items of a list in a map',
      update: write([{ parent: 'commitments', content: { kind: 'type', type: 1 } }]),
      expected: 'unknown-path',
    },
    {
      name: 'a key on a text',
      update: write([{ parent: 'notes', key: 'x', content: { kind: 'any', values: ['x'] } }]),
      expected: 'unknown-path',
    },
    {
      name: 'a mark in plain text',
      update: write([{ origin: notesLast, content: { kind: 'format', name: 'bold', value: {} } }]),
      expected: 'bad-value',
    },
    {
      name: 'an embed',
      update: write([{ origin: notesLast, content: { kind: 'embed', value: { image: 'https://example.org/x.png' } } }]),
      expected: 'bad-value',
    },
    {
      name: 'a document within the document',
      update: write([{ origin: notesLast, content: { kind: 'doc', guid: 'inner' } }]),
      expected: 'bad-value',
    },
    {
      name: 'bytes as a value',
      update: write([{ parent: entry, key: 'outcome', content: { kind: 'binary', bytes: new Uint8Array(8) } }]),
      expected: 'bad-value',
    },
    {
      name: 'a gap marked as such',
      update: write([{ content: { kind: 'skip', length: 5 } }, { origin: notesLast, content: says('x') }]),
      expected: 'malformed',
    },
    {
      name: 'a shared type in the place of a value',
      update: write([{ parent: entry, key: 'outcome', content: { kind: 'type', type: 1 } }]),
      expected: 'bad-value',
    },
    {
      name: 'a value of the wrong kind',
      update: write([{ parent: entry, key: 'outcome', content: { kind: 'any', values: [{ toString: 'x' }] } }]),
      expected: 'bad-value',
    },
    {
      name: 'a value nested a thousand deep',
      update: write([{ parent: entry, key: 'outcome', content: { kind: 'any', values: [nested(1000)] } }]),
      expected: 'bad-value',
    },
    {
      name: 'a field that no commitment has',
      update: write([{ parent: entry, key: 'budget', content: { kind: 'any', values: ['x'] } }]),
      expected: 'unknown-path',
    },
    {
      name: 'an id that JavaScript gives a meaning',
      update: write([{ parent: 'commitments', key: 'constructor', content: { kind: 'type', type: 1 } }]),
      expected: 'unknown-path',
    },
    { name: 'a text beyond its limit', update: write([{ parent: title, content: says('x'.repeat(400)) }]), expected: 'too-large' },
    {
      name: 'more new clientIDs than a person has',
      update: craft(
        Array.from({ length: 33 }, (_, i) => ({ client: FRESH + i, clock: 0, structs: [{ origin: notesLast, content: says('x') }] })),
      ),
      expected: 'too-large',
    },
    {
      name: 'a thousand new clientIDs',
      update: craft(Array.from({ length: 1000 }, (_, i) => ({ client: FRESH + i, clock: 0, structs: [{ content: says('x') }] }))),
      expected: 'too-large',
    },
    { name: 'an update of more than four mebibytes', update: new Uint8Array(4 * 1024 * 1024 + 1), expected: 'too-large' },
    { name: "words in another party's part", update: write([{ origin: partStart, content: says('x') }]), expected: 'not-your-part' },
    {
      name: 'another part taken out of sight',
      update: write([
        {
          parent: part._item!.parent === null ? entry : (part._item!.parent as Y.AbstractType<unknown>)._item!.id,
          key: 'removed',
          content: { kind: 'any', values: [true] },
        },
      ]),
      expected: 'not-your-part',
    },
    {
      name: 'a title changed once the Deal is agreed',
      update: write([{ parent: title, content: says('x') }]),
      expected: 'wrong-phase',
      phase: 'agreed',
    },
    {
      name: 'new clocks of another client behind known ones',
      update: write([{ content: says('x'.repeat(his + 1)) }], IMRANS, 0),
      expected: 'forged-author',
    },
  ];
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}
