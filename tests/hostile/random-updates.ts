/** Updates that are well formed and mean anything at all: random structs that refer to real, new and unknown ids. */
import { DOCUMENT_KINDS, type DocumentKind } from '@ginnel/domain/documents';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import type { SeededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';
import { craft, lengthOf, type Content, type DeletePart, type Id, type Part, type Struct } from './craft.ts';

export interface Ground {
  readonly doc: Y.Doc;
  readonly kind: DocumentKind;
  /** ClientIDs to write under. */
  readonly clients: readonly number[];
  /** One update in so many begins at a clock that is known, or leaves some out; none when 0. */
  readonly behind?: number;
}

const WORDS = ['a', 'bench', '👋', 'é', ' ', '\u{1F3F3}\uFE0F', 'x'.repeat(40)];
const VALUES: readonly unknown[] = [
  'health',
  '',
  'a0',
  'a1',
  true,
  false,
  1,
  null,
  'Not A Value!',
  'under-way',
  '2026-11-21',
  'group',
  {},
  [],
  -1.5,
];
const KEYS = [
  'title',
  'removed',
  'position',
  'outcome',
  'why',
  'parts',
  'text',
  'residents',
  'group-a1',
  'p_8fk2m1xq90za',
  '__proto__',
  'constructor',
  'level',
  'x',
];
const MARKS = ['bold', 'italic', 'link', 'code', 'link--abcdefgh'];
const MARK_VALUES: readonly unknown[] = [
  null,
  {},
  true,
  { href: 'https://example.org/' },
  { href: 'javascript:alert(1)' },
  { href: 'mailto:a@b.org', target: '_blank' },
];
const NODES = ['paragraph', 'heading', 'bulletList', 'listItem', 'hardBreak', 'script', 'image'];

export function randomUpdate(random: SeededRandom, { doc, kind, clients, behind = 12 }: Ground): Uint8Array {
  const known = [...doc.store.clients].map(([client, structs]) => ({ client, structs, end: Y.getState(doc.store, client) }));
  const made: Id[] = [];
  const fieldNames = [...Object.keys(SHAPES[kind].roots), ...(random.int(20) === 0 ? ['elsewhere', '__proto__', DOCUMENT_KINDS[0]] : [])];

  const anyId = (): Id => {
    if (made.length > 0 && random.int(3) === 0) return random.pick(made);
    if (known.length === 0 || random.int(40) === 0) return { client: random.pick(clients), clock: random.int(50) };
    const { client, structs } = random.pick(known);
    const struct = random.pick(structs);
    return { client, clock: struct.id.clock + random.int(struct.length) };
  };
  /** An id whose type the new item can sensibly stand in, more often than not. */
  const near = (id: Id): Id => {
    const structs = doc.store.clients.get(id.client);
    if (structs === undefined || id.clock >= Y.getState(doc.store, id.client)) return anyId();
    const item = structs[Y.findIndexSS(structs, id.clock)]!;
    const right = item instanceof Y.Item ? item.right : null;
    return right === null || random.int(6) === 0 ? anyId() : { ...right.id };
  };
  const typeId = (): Id => {
    const types = known.flatMap(({ structs }) => structs.filter((each) => each instanceof Y.Item && each.content instanceof Y.ContentType));
    return types.length === 0 || random.int(10) === 0 ? anyId() : { ...random.pick(types).id };
  };
  const content = (): Content => {
    switch (random.int(14)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return { kind: 'string', text: random.pick(WORDS) };
      case 4:
        return { kind: 'deleted', length: 1 + random.int(3) };
      case 5:
      case 6:
        return { kind: 'any', values: Array.from({ length: random.int(8) === 0 ? 2 : 1 }, () => random.pick(VALUES)) };
      case 7:
        return { kind: 'format', name: random.pick(MARKS), value: random.pick(MARK_VALUES) };
      case 8:
      case 9:
        return { kind: 'type', type: random.pick([1, 2, 4, 6]) };
      case 10:
        return { kind: 'type', type: 3, name: random.pick(NODES) };
      case 11:
        return random.int(3) === 0 ? { kind: 'gc', length: 1 + random.int(3) } : { kind: 'any', values: [random.pick(VALUES)] };
      case 12:
        return random.int(5) > 0
          ? { kind: 'string', text: 'z' }
          : random.pick<Content>([
              { kind: 'embed', value: {} },
              { kind: 'doc', guid: 'g' },
              { kind: 'gc', length: 2 },
              { kind: 'skip', length: 2 },
              { kind: 'json', values: ['1'] },
              { kind: 'binary', bytes: new Uint8Array(2) },
            ]);
      default:
        return { kind: 'string', text: random.pick(WORDS) };
    }
  };
  const struct = (): Struct => {
    const held = content();
    if (random.int(3) > 0 && (known.length > 0 || made.length > 0)) {
      const origin = anyId();
      return { origin: random.int(5) === 0 ? null : origin, right: random.int(2) === 0 ? null : near(origin), content: held };
    }
    const key = random.int(2) === 0 ? null : random.pick(KEYS);
    return {
      parent: random.int(2) === 0 ? random.pick(fieldNames) : made.length > 0 && random.int(2) === 0 ? random.pick(made) : typeId(),
      key,
      content: held,
    };
  };

  const parts: Part[] = [];
  const writers = random.shuffle(clients).slice(0, random.int(8) === 0 ? 2 : random.int(12) === 0 ? 0 : 1);
  for (const client of writers) {
    const state = Y.getState(doc.store, client);
    const clock = behind > 0 && random.int(behind) === 0 ? Math.max(0, state + random.int(5) - 3) : state;
    const structs: Struct[] = [];
    let end = clock;
    for (let i = 0; i <= random.int(3); i++) {
      const next = struct();
      structs.push(next);
      made.push({ client, clock: end });
      end += lengthOf(next.content);
    }
    parts.push({ client, clock, structs });
  }
  const deletes: DeletePart[] = [];
  if (random.int(3) === 0) {
    const { client, clock } = anyId();
    deletes.push({ client, ranges: [[clock, 1 + random.int(4)]] });
  }
  return craft(parts, deletes, { asGiven: random.int(20) === 0 });
}
