import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createHash } from 'node:crypto';
import { integrateQuickly, ordersAlike } from './quick-integration.ts';

const plainly = Y.Item.prototype.integrate;
const isInstalled = integrateQuickly();
const quickly = Y.Item.prototype.integrate;

interface Id {
  readonly client: number;
  readonly clock: number;
}

/** One item, with any origins at all: what this rests on must hold for hostile ones too. */
function anyItem(random: SeededRandom, ids: readonly Id[], tops: Map<string, Id>, client: number, clock: number): Y.Item {
  const origin = ids.length === 0 || random.int(5) === 0 ? null : ids[random.int(Math.min(ids.length, 6))]!;
  const key = `${client}@${origin === null ? '' : `${origin.client}:${origin.clock}`}`;
  const right = random.int(5) > 0 ? (tops.get(key) ?? null) : ids.length === 0 || random.int(2) === 0 ? null : random.pick(ids);
  tops.set(key, { client, clock });
  const id = (of: Id | null) => (of === null ? null : Y.createID(of.client, of.clock));
  const words = 'abc'.slice(0, 1 + random.int(3));
  return new Y.Item(Y.createID(client, clock), null, id(origin), null, id(right), 'notes' as never, null, new Y.ContentString(words));
}

function logOf(random: SeededRandom): Uint8Array[] {
  const ids: Id[] = [];
  const tops = new Map<string, Id>();
  const clocks = new Map([10, 20, 30].slice(0, 1 + random.int(3)).map((client) => [client, 0]));
  return Array.from({ length: 10 + random.int(40) }, () => {
    const client = random.pick([...clocks.keys()]);
    const clock = clocks.get(client)!;
    const item = anyItem(random, ids, tops, client, clock);
    for (let i = 0; i < item.length; i++) ids.push({ client, clock: clock + i });
    clocks.set(client, clock + item.length);
    const encoder = new Y.UpdateEncoderV1();
    for (const part of [1, 1, client, clock]) writeUint(encoder, part);
    item.write(encoder, 0);
    writeUint(encoder, 0);
    return encoder.toUint8Array();
  });
}

function writeUint({ restEncoder }: Y.UpdateEncoderV1, value: number): void {
  // Every number here fits in one byte or two.
  for (let rest = value; ; rest >>= 7) {
    restEncoder.cbuf[restEncoder.cpos++] = rest > 127 ? 128 | (rest & 127) : rest;
    if (rest <= 127) return;
  }
}

function orderOf(updates: readonly Uint8Array[], integrate: typeof plainly, size: number): string {
  Y.Item.prototype.integrate = integrate;
  const doc = new Y.Doc();
  for (let i = 0; i < updates.length; i += size)
    doc.transact(() => {
      for (const update of updates.slice(i, i + size)) Y.applyUpdate(doc, update);
    });
  const ids: string[] = [];
  for (let item = doc.getText('notes')._start; item !== null; item = item.right)
    for (let i = 0; i < item.length; i++) ids.push(`${item.id.client}:${item.id.clock + i}`);
  return ids.join(' ');
}

it('[AD17] every item comes to the place to which Yjs alone brings it, in any log, honest or not', () => {
  for (let seed = 1; seed <= 5000; seed++) {
    const random = seededRandom(seed);
    const log = logOf(random);
    const size = 1 + random.int(log.length);
    expect(orderOf(log, quickly, size), `seed ${seed}`).toBe(orderOf(log, plainly, size));
  }
});

it('[AD17] 20,000 lines at the top of a text, above 20,000 of somebody else, take a moment', () => {
  const lines = (client: number): Uint8Array => {
    const doc = new Y.Doc();
    doc.clientID = client;
    for (let i = 0; i < 20_000; i++) doc.getText('notes').insert(0, 'line\n');
    return Y.encodeStateAsUpdate(doc);
  };
  Y.Item.prototype.integrate = quickly;
  const [theirs, ours] = [lines(10), lines(20)];
  const doc = new Y.Doc();
  Y.applyUpdate(doc, theirs);
  const burnt = process.cpuUsage();
  Y.applyUpdate(doc, ours);
  expect(process.cpuUsage(burnt).user / 1000).toBeLessThan(1000);
  expect(doc.getText('notes').length).toBe(200_000);
});

it('[AD17] it stands in for the Yjs that it was written for: whoever raises Yjs reads its integration again', () => {
  expect(isInstalled).toBe(true);
  expect(quickly).not.toBe(plainly);
  expect(createHash('sha256').update(String(plainly)).digest('hex')).toBe(
    'e1840302775981b0ed0c7b62f05695c53dc03dc3ab196fd70c44865a9638d267',
  );
});

it('[AD17] it leaves a Yjs alone that orders items otherwise, or that somebody else has changed', () => {
  const otherwise: typeof plainly = function (this: Y.Item, transaction, offset) {
    // A Yjs that would put the later of two before the earlier.
    if (this.parentSub === null && this.right === null) this.right = this.left?.right ?? null;
    plainly.call(this, transaction, offset);
  };
  expect(ordersAlike(otherwise, quickly)).toBe(false);
  expect(ordersAlike(plainly, quickly, 3000)).toBe(true);
  Y.Item.prototype.integrate = otherwise;
  expect(integrateQuickly()).toBe(false);
  expect(Y.Item.prototype.integrate).toBe(otherwise);
  Y.Item.prototype.integrate = plainly;
});
