import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { YType } from './places.ts';
import { MAX_ITEMS_READ, readsTheSame } from './tidying.ts';

describe('tidying', () => {
  it('[AD17] open marks that a deletion does not touch are never compared', () => {
    const counter = { reads: 0 };
    const links = Array.from({ length: 300 }, (_, i) => mark(`link--${String(i).padStart(8, 'A')}`, counted(counter)));
    const text = textOf([...links, ...alternating(3000)]);
    expect(isTidying(text, formatsOf(text).slice(-1))).toBe(false);
    expect(isTidying(text, formatsOf(text).slice(-2))).toBe(false);
    expect(counter.reads).toBe(0);
  });

  it('[AD17] a value is compared once, however many characters follow it', () => {
    const counter = { reads: 0 };
    const text = textOf([mark('link', counted(counter)), mark('link', counted(counter)), 'x', ...alternating(1000)]);
    expect(isTidying(text, [formatsOf(text)[1]!])).toBe(true);
    expect(counter.reads).toBeLessThan(5);
  });

  it('[AD17] nothing is read beyond the last deletion and the first difference', () => {
    const text = textOf([...alternating(3), mark('italic', null), ...alternating(3000)]);
    const [begin, , , italic] = formatsOf(text);
    const counter = { reads: 0 };
    for (let item = text._start; item !== null; item = item.right) {
      const { content } = item;
      Object.defineProperty(item, 'content', { get: () => (counter.reads++, content) });
    }
    expect(isTidying(text, [italic!])).toBe(true);
    expect(isTidying(text, [begin!, italic!])).toBe(false);
    expect(counter.reads).toBeLessThan(30);
  });

  it('[AD17] in a text of more items than honest ones have, a deletion is not taken for tidying', () => {
    const long = textOf([...alternating(MAX_ITEMS_READ / 2 - 1), mark('italic', null)]);
    expect(isTidying(long, formatsOf(long).slice(-1))).toBe(true);
    const longer = textOf([...alternating(MAX_ITEMS_READ / 2), mark('italic', null)]);
    expect(isTidying(longer, formatsOf(longer).slice(-1))).toBe(false);
    // All the texts that one update tidies count together.
    const spent = { taken: 5 };
    expect(isTidying(long, formatsOf(long).slice(-1), spent)).toBe(false);
  });

  it('[AD16] whatever ends of marks are deleted, the answer is what a reader would see', () => {
    const answers = { same: 0, other: 0 };
    for (let seed = 1; seed <= 600; seed++) {
      const random = seededRandom(seed);
      const text = grown(random);
      const formats = formatsOf(text);
      if (formats.length === 0) continue;
      const gone = new Set(Array.from({ length: 1 + random.int(4) }, () => random.pick(formats)));
      const before = reading(text);
      const answer = isTidying(text, gone);
      text.doc!.transact((transaction) => {
        for (const item of gone) item.delete(transaction);
      });
      expect(answer, `seed ${seed}`).toBe(reading(text) === before);
      answers[answer ? 'same' : 'other']++;
    }
    expect(Math.min(answers.same, answers.other)).toBeGreaterThan(50);
  });

  it("[AD16] what a reader's Yjs tidies after remote edits reads the same", () => {
    let tidied = 0;
    for (let seed = 1; seed <= 600; seed++) {
      const text = grown(seededRandom(seed));
      const gone = new Set<Y.Item>();
      const reader = new Y.Doc({ gc: false });
      reader.getText('words');
      reader.on('afterTransaction', ({ deleteSet, origin }: Y.Transaction) => {
        if (origin === 'remote') return;
        for (const [client, ranges] of deleteSet.clients)
          for (const { clock, len } of ranges)
            for (let at = clock; at < clock + len; at++) gone.add(Y.getItem(text.doc!.store, Y.createID(client, at)) as Y.Item);
      });
      Y.applyUpdate(reader, Y.encodeStateAsUpdate(text.doc!), 'remote');
      if (gone.size === 0) continue;
      tidied++;
      expect(isTidying(text, gone), `seed ${seed}`).toBe(true);
    }
    expect(tidied).toBeGreaterThan(50);
  });
});

function isTidying(text: Y.Text, gone: Iterable<Y.Item>, reading = { taken: 0 }): boolean {
  return readsTheSame(text as unknown as YType, new Set(gone), reading);
}

type Mark = readonly [name: string, value: object | null];

function mark(name: string, value: object | null): Mark {
  return [name, value];
}

/** Characters, each after a beginning or an end of bold. */
function alternating(size: number): (string | Mark)[] {
  return Array.from({ length: size }, (_, i) => [mark('bold', i % 2 === 0 ? {} : null), 'a']).flat();
}

/** The attributes of a link that count how often they are looked at. */
function counted(counter: { reads: number }): object {
  return {
    get href() {
      counter.reads++;
      return 'https://example.org';
    },
  };
}

/** A document that keeps what Yjs would tidy, as the server's does. */
function untidied(): Y.Doc {
  const doc = new Y.Doc({ gc: false });
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false;
  });
  return doc;
}

/** A text of exactly these items: Yjs never writes marks that change nothing, but an attacker can. */
function textOf(pieces: readonly (string | Mark)[]): Y.Text {
  const doc = untidied();
  const text = doc.getText('words');
  doc.transact((transaction) => {
    let left: Y.Item | null = null;
    for (const [clock, piece] of pieces.entries()) {
      const content: Y.ContentString | Y.ContentFormat =
        typeof piece === 'string' ? new Y.ContentString(piece) : new Y.ContentFormat(piece[0], piece[1] as object);
      const item: Y.Item = new Y.Item(Y.createID(doc.clientID, clock), left, left?.lastId ?? null, null, null, text, null, content);
      item.integrate(transaction, 0);
      left = item;
    }
  });
  return text;
}

/** A text that three people wrote, marked and cut at the same time. */
function grown(random: SeededRandom): Y.Text {
  const docs = Array.from({ length: 3 }, untidied);
  docs.forEach((doc, i) => (doc.clientID = i + 1));
  const [first] = docs as [Y.Doc];
  first.getText('words').insert(0, 'neighbours');
  for (let round = 0; round < 2; round++) {
    const state = Y.encodeStateAsUpdate(first);
    for (const doc of docs) Y.applyUpdate(doc, state);
    for (const doc of docs) for (let edits = 2 + random.int(3); edits > 0; edits--) edit(doc.getText('words'), random);
    for (const doc of docs) Y.applyUpdate(first, Y.encodeStateAsUpdate(doc));
  }
  return first.getText('words');
}

const LINKS = ['https://example.org/a', 'https://example.org/b'];

function edit(text: Y.Text, random: SeededRandom): void {
  const at = random.int(text.length);
  const length = Math.min(1 + random.int(8), text.length - at);
  const choice = random.int(6);
  if (choice === 0 || length === 0) text.insert(at, 'x', random.pick([undefined, {}, { bold: {} }]));
  else if (choice === 1) text.delete(at, length);
  else if (choice === 2) text.format(at, length, { link: random.pick([null, { href: random.pick(LINKS) }]) });
  else text.format(at, length, { [random.pick(['bold', 'italic'])]: random.pick([null, {}]) });
}

function formatsOf(text: Y.Text): Y.Item[] {
  const formats: Y.Item[] = [];
  for (let item = text._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentFormat) formats.push(item);
  return formats;
}

/** Every character with its marks, and the marks of what would be typed at the end. */
function reading(text: Y.Text): string {
  const marks = new Map<string, unknown>();
  const read: unknown[] = [];
  const open = () => [...marks].filter(([, value]) => value !== null).sort(([a], [b]) => (a < b ? -1 : 1));
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentFormat) marks.set(item.content.key, item.content.value);
    else if (item.content instanceof Y.ContentString) for (const character of item.content.str) read.push([character, open()]);
  }
  return JSON.stringify([read, open()]);
}
