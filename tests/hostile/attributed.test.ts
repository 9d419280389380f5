import type { Author } from '@ginnel/domain/people';
import { AttributionIndex, replayRow } from '@ginnel/merge/attribution/index';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { craft, type Struct } from './craft.ts';

const amina = { personId: 'amina', capacityId: 'amina.resident' } as Author;
const imran = { personId: 'imran', capacityId: 'imran.officer' } as Author;
const grace = { personId: 'grace', capacityId: 'grace.moderator' } as Author;
const says = (text: string): Struct['content'] => ({ kind: 'string', text });

/** Amina writes under clientID 1 first, Imran sends the second row under 2, Grace the rest. @returns  what the last row cost, in milliseconds of this process */
function record(updates: readonly Uint8Array[]): { readonly index: AttributionIndex; readonly lastMs: number } {
  const doc = new Y.Doc({ gc: false });
  const index = new AttributionIndex();
  let lastMs = 0;
  for (const [i, update] of updates.entries()) {
    const author = i === 0 ? amina : i === 1 ? imran : grace;
    const burnt = process.cpuUsage();
    replayRow(index, doc, { seq: i + 1, author, route: 'typed', atMs: i * 1000, update }, (client) =>
      client === 1 ? amina : client === 2 ? imran : grace,
    );
    lastMs = process.cpuUsage(burnt).user / 1000;
  }
  return { index, lastMs };
}

it('[AT10] a row that erases a megabyte and writes five thousand other words is recorded in a moment, and they are its own', () => {
  const words: Struct[] = Array.from({ length: 5000 }, (_, i) => ({
    right: i === 0 ? null : { client: 2, clock: 13 * (i - 1) },
    content: says(`ab ab ${1000000 + i}`),
  }));
  const { index, lastMs } = record([
    craft([{ client: 1, clock: 0, structs: [{ content: says('ab '.repeat(400_000)) }] }]),
    craft([{ client: 2, clock: 0, structs: words }], [{ client: 1, ranges: [[0, 1_200_000]] }]),
  ]);
  expect(lastMs).toBeLessThan(800);
  expect(index.written(2, 0)?.author).toEqual(imran);
});

it('[AT12] 60,000 letters that were deleted apart and come back as one piece keep their author, in a moment', () => {
  const letters = 'abcdefghij'.repeat(6000);
  const between: Struct[] = Array.from({ length: letters.length - 1 }, (_, i) => ({
    origin: { client: 1, clock: i },
    right: { client: 1, clock: i + 1 },
    content: says('-'),
  }));
  const { index, lastMs } = record([
    craft([{ client: 1, clock: 0, structs: [{ content: says(letters) }] }]),
    craft([{ client: 2, clock: 0, structs: between }]),
    craft([], [{ client: 1, ranges: [[0, letters.length]] }]),
    craft([{ client: 2, clock: between.length, structs: [{ right: { client: 1, clock: 0 }, content: says(letters) }] }]),
  ]);
  expect(lastMs).toBeLessThan(800);
  expect(index.written(2, between.length + letters.length - 1)?.author).toEqual(amina);
});

it("[AT12] two letters amid a deleted word that a moderator brings back are their writer's", () => {
  const { index } = record([
    craft([{ client: 1, clock: 0, structs: [{ content: says('abcdef') }] }]),
    craft([], [{ client: 1, ranges: [[0, 6]] }]),
    // Who brings them back had not deleted them: the moderator's own clientID.
    craft([{ client: 3, clock: 0, structs: [{ origin: { client: 1, clock: 1 }, right: { client: 1, clock: 2 }, content: says('cd') }] }]),
  ]);
  expect(index.written(3, 0)?.author).toEqual(amina);
});
