import type { Author } from '@ginnel/domain/people';
import type { LiveDocument } from '@ginnel/merge/contract';
import { project } from '@ginnel/merge/canonical/project';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { readTrace } from '../bench/merge-traces.ts';
import { BothWays, serverDoc } from './both-ways.ts';
import { craft, type Content, type DeletePart, type Id, type Struct } from './craft.ts';
import { randomUpdate } from './random-updates.ts';
import { anySender, grow } from './scene.ts';
import { typists } from './typists.ts';

describe('a letter typed on, put there at once or by Yjs', () => {
  it('[AD22] leaves the same items and links after every update, whatever people type, take back and mark, late or not', () => {
    let [rows, typedOn] = [0, 0];
    for (let seed = 1; seed <= 50; seed++) {
      const random = seededRandom(seed);
      const world = typists(random, 30);
      const both = new BothWays(world.kind, { gc: seed % 4 > 0 });
      for (const [i, { update }] of world.rows.entries()) {
        both.take(update);
        if (random.int(8) === 0) writeHere(both, random);
        assertAlike(both, `seed ${seed}, row ${i}`);
      }
      rows += world.rows.length;
      typedOn += both.typedOn;
    }
    expect(rows).toBeGreaterThan(2000);
    expect(typedOn).toBeGreaterThan(rows / 5);
  });

  it('[AD22] does so in logs that nobody would write: any origins, deletions anywhere, clocks again and clocks to come', () => {
    let [updates, typedOn] = [0, 0];
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed);
      const both = new BothWays('plan', { gc: seed % 4 > 0 });
      for (let i = 0; i < 40 && takes(both, anyUpdate(random, both.plain)); i++) {
        assertAlike(both, `seed ${seed}, update ${i}`);
        updates++;
      }
      typedOn += both.typedOn;
    }
    expect(updates).toBeGreaterThan(2000);
    expect(typedOn).toBeGreaterThan(updates / 20);
  });

  it('[AD22] the live document has the same bytes and content after every row, whether it was admitted or not', () => {
    let [rows, admitted, typedOn] = [0, 0, 0];
    for (let seed = 1001; seed <= 1025; seed++) {
      const world = typists(seededRandom(seed), 30);
      const live = createLiveDocument(world.kind);
      const plain = serverDoc(world.kind);
      for (const [i, { update, author }] of world.rows.entries()) {
        const actor = { standing: 'member', party: 'residents' } as const;
        if (live.judge(update, { author, actor, phase: 'drafting', leaseOf: world.leaseOf, actorOf: () => actor }).ok) admitted++;
        if (isTypedOn(live, update)) typedOn++;
        Y.applyUpdate(plain, update);
        assertSameBytes(live, plain, `seed ${seed}, row ${i}`);
        if (i % 10 === 0) expect(live.content(), `seed ${seed}, row ${i}`).toEqual(project(world.kind, plain));
      }
      rows += world.rows.length;
    }
    expect(admitted).toBeGreaterThan(rows / 2);
    expect(typedOn).toBeGreaterThan(rows / 6);
  });

  it('[AD22] the live document has the same bytes after every update that the judge lets in of random and hostile ones', () => {
    let admitted = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const scene = grow(seed, createLiveDocument);
      const plain = serverDoc(scene.kind);
      for (const update of scene.log) Y.applyUpdate(plain, update);
      for (let i = 0; i < 60; i++) {
        const { person, by } = anySender(scene, random);
        const clients = scene.clientsOf(person);
        const update =
          random.int(2) === 0
            ? typedOn(random, plain, random.pick(clients))
            : randomUpdate(random, { doc: plain, kind: scene.kind, clients });
        const judged = scene.live.judge(update, by);
        if (!judged.ok) continue;
        admitted++;
        scene.live.apply(update);
        Y.applyUpdate(plain, update);
        assertSameBytes(scene.live, plain, `seed ${seed}, update ${i}`);
      }
    }
    expect(admitted).toBeGreaterThan(200);
  });

  it('[AD22] a letter waits for Yjs while something in the document waits, or what it stands behind came back by an undo, or is a value', () => {
    const [first, next] = [letter(7, 0, null), letter(7, 3, { client: 7, clock: 2 })];
    const waiting = new BothWays('plan');
    for (const update of [first, craft([{ client: 8, clock: 4, structs: [{ content: X }] }]), next]) waiting.take(update);
    expect([waiting.difference(), waiting.typedOn]).toEqual([null, 0]);
    const deleting = new BothWays('plan');
    for (const update of [first, craft([], [{ client: 8, ranges: [[0, 2]] }]), next]) deleting.take(update);
    expect([deleting.difference(), deleting.typedOn]).toEqual([null, 0]);
    const redone = new BothWays('plan');
    redone.take(first);
    redone.edit((doc) => ((doc.store.clients.get(7)![0] as Y.Item).redone = Y.createID(7, 0)));
    redone.take(next);
    expect([redone.difference(), redone.typedOn]).toEqual([null, 0]);
    const value = new BothWays('plan');
    value.take(craft([{ client: 7, clock: 0, structs: [{ parent: 'assets', key: 'k', content: { kind: 'string', text: 'xxx' } }] }]));
    value.take(next);
    expect([value.difference(), value.typedOn]).toEqual([null, 0]);
    const others = new BothWays('plan');
    for (const update of [letter(8, 0, null), first, letter(7, 3, { client: 8, clock: 2 })]) others.take(update);
    expect([others.difference(), others.typedOn]).toEqual([null, 0]);
  });

  it('[AD19, AD22] the live document throws at a letter too while its log has a hole', () => {
    const live = createLiveDocument('plan');
    const [first, next] = [letter(7, 0, null), letter(7, 3, { client: 7, clock: 2 })];
    live.apply(first);
    expect(() => live.apply(letter(7, 9, { client: 7, clock: 8 }))).toThrow('integrated whole');
    const author = { personId: 'amina', capacityId: 'amina.resident' } as Author;
    const actor = { standing: 'member', party: null } as const;
    expect(live.judge(next, { author, actor, phase: 'drafting', leaseOf: () => author, actorOf: () => actor }).ok).toBe(true);
    expect(() => live.apply(next)).toThrow('integrated whole');
  });

  it.each([
    ['friendsforever', Infinity, 0.85],
    ['sveltecomponent', 5000, 0.715],
  ] as const)(
    '[AD22] of what people typed in %s, as far as %d, the share of %d is typed on, and the bytes stay the same',
    (name, limit, share) => {
      const { updates } = readTrace(name, limit);
      const live = createLiveDocument('priorities');
      const plain = serverDoc('priorities');
      const author = { personId: 'amina', capacityId: 'amina.resident' } as Author;
      const actor = { standing: 'member', party: null } as const;
      const by = { author, actor, phase: 'drafting', leaseOf: () => author, actorOf: () => actor } as const;
      let typedOn = 0;
      for (const [i, update] of updates.entries()) {
        expect(live.judge(update, by).ok).toBe(true);
        if (isTypedOn(live, update)) typedOn++;
        Y.applyUpdate(plain, update);
        if (i < 500 || i % 500 === 0) assertSameBytes(live, plain, `keystroke ${i}`);
      }
      assertSameBytes(live, plain, 'at the end');
      expect(typedOn / updates.length).toBeCloseTo(share, 2);
    },
  );
});

function assertAlike(both: BothWays, when: string): void {
  const difference = both.difference();
  if (difference !== null) expect.fail(`${when}: ${difference}`);
}

/** False where Yjs gives up, as it does at origins that are not there. */
function takes(both: BothWays, update: Uint8Array): boolean {
  try {
    both.take(update);
    return true;
  } catch {
    return false;
  }
}

function assertSameBytes(live: LiveDocument, plain: Y.Doc, when: string): void {
  expect(Buffer.from(live.encode()).equals(Y.encodeStateAsUpdate(plain)), when).toBe(true);
  expect(Buffer.from(live.stateVector()).equals(Y.encodeStateVector(plain)), when).toBe(true);
}

const emit = vi.spyOn(Y.Doc.prototype, 'emit');
afterEach(() => emit.mockClear());
afterAll(() => emit.mockRestore());

/** Whether it comes in without a transaction of Yjs, which says so before it begins. */
function isTypedOn(live: LiveDocument, update: Uint8Array): boolean {
  emit.mockClear();
  live.apply(update);
  return emit.mock.calls.length === 0;
}

/** At an index of some text, as nobody does on a server: Yjs finds it by its marks, which must be true. */
function writeHere(both: BothWays, random: SeededRandom): void {
  const names = [...both.plain.share].flatMap(([name, type]) => (type instanceof Y.Text ? [name] : []));
  const name = random.pick(names);
  const at = random.int(both.plain.getText(name).length + 1);
  both.edit((doc) => doc.getText(name).insert(at, 'here'));
}

const X: Content = { kind: 'string', text: 'xxx' };

/** Three letters, behind something or at the start. */
function letter(client: number, clock: number, origin: Id | null): Uint8Array {
  return craft([{ client, clock, structs: [{ origin, parent: 'notes', content: X }] }]);
}

const CLIENTS = [5, 100, 70_000];
const CONTENTS: readonly Content[] = [
  ...Array.from({ length: 9 }, (_, i): Content => ({ kind: 'string', text: ['x', 'é', '👋', '\uFFFD', 'three'][i % 5]! })),
  { kind: 'format', name: 'bold', value: {} },
  { kind: 'format', name: 'bold', value: null },
  { kind: 'deleted', length: 2 },
  { kind: 'any', values: ['v'] },
];

function anyUpdate(random: SeededRandom, doc: Y.Doc): Uint8Array {
  const client = random.pick(CLIENTS);
  const choice = random.int(10);
  if (choice < 5) return typedOn(random, doc, client);
  if (choice < 7) return craft([{ client, clock: Y.getState(doc.store, client), structs: [anyItem(random, doc)] }]);
  if (choice === 7) return craft([], [{ ...rangeOf(random, doc) }]);
  const key = random.int(3) === 0 ? 'key' : null;
  const parent = key === null ? random.pick(['notes', 'elsewhere']) : 'assets';
  return craft([{ client, clock: Y.getState(doc.store, client), structs: [{ parent, key, content: random.pick(CONTENTS) }] }]);
}

/** What a client would send next, or nearly. */
function typedOn(random: SeededRandom, doc: Y.Doc, client: number): Uint8Array {
  const state = Y.getState(doc.store, client);
  const last = doc.store.clients.get(client)?.at(-1);
  if (!(last instanceof Y.Item)) return craft([{ client, clock: state, structs: [{ content: random.pick(CONTENTS) }] }]);
  const isOff = random.int(5) === 0;
  const clock = isOff ? Math.max(0, state + random.int(5) - 2) : state;
  const origin = isOff && random.int(2) === 0 ? (anyId(random, doc) ?? null) : { client, clock: state - 1 };
  const rights = [last.rightOrigin, last.rightOrigin, last.right?.id ?? null, null, anyId(random, doc)];
  const struct = { origin, right: random.pick(rights), content: random.int(3) > 0 ? CONTENTS[0]! : random.pick(CONTENTS) };
  const again = { origin: { client, clock: state }, right: struct.right, content: CONTENTS[0]! };
  const deletes = random.int(12) === 0 ? [rangeOf(random, doc)] : [];
  return craft([{ client, clock, structs: random.int(12) === 0 ? [struct, again] : [struct] }], deletes);
}

function anyItem(random: SeededRandom, doc: Y.Doc): Struct {
  const [origin, right] = [anyId(random, doc), anyId(random, doc)];
  return { origin: random.int(4) === 0 ? null : origin, right: random.int(2) === 0 ? null : right, content: random.pick(CONTENTS) };
}

function anyId(random: SeededRandom, doc: Y.Doc): Id | null {
  const clients = [...doc.store.clients.keys()];
  if (clients.length === 0) return null;
  const client = random.pick(clients);
  return { client, clock: random.int(Y.getState(doc.store, client)) };
}

function rangeOf(random: SeededRandom, doc: Y.Doc): DeletePart {
  const { client, clock } = anyId(random, doc) ?? { client: 5, clock: 0 };
  return { client, ranges: [[clock, 1 + random.int(3)]] };
}
