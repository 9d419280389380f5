/**
 * Two whole nodes on one PostgreSQL, 500 edits a second from clients of ours and stock ones on both, while everything
 * between and beneath them is killed in turn. Nothing that was acknowledged may be missing, and all must read the same.
 */
import { meaningHash } from '@ginnel/merge/canonical/hash';
import { project } from '@ginnel/merge/canonical/project';
import { openPostgresStore } from '@ginnel/store/postgres/open';
import type { DocumentId } from '@ginnel/base/ids';
import { expect, onTestFinished, test } from 'vitest';
import { Durable } from '../../simulation/durable.ts';
import { startCluster, within, type Node } from './cluster.ts';
import { syncAddress, Typist, visit } from './people.ts';

const DOCUMENTS = 2;
const TYPISTS = 16;
const STOCK = 4;
const EDITS_PER_SECOND = 500;
/** After this much stillness nobody hurries to catch up. */
const MOST_AT_ONCE = 100;
/** A machine with other work is slower to come back; what was seen is printed. */
const HEALED_MS = 15_000;
const PEOPLE = ['amina-hussain', 'imran-shah', 'jo-kowalski', 'sheila-entwistle'];

test.each([
  ['NOTIFY', false],
  ['Valkey', true],
])(
  '[ST7, RM9, RM10, RM23, FO5] 500 edits a second on two nodes, hints by %s: every part is killed, nothing acknowledged is lost',
  { timeout: 900_000 },
  async (how, hasValkey) => {
    const cluster = await startCluster({ valkey: hasValkey });
    onTestFinished(() => cluster.remove());
    const nodes = [await cluster.startNode(), await cluster.startNode()] as [Node, Node];
    const tokens = await Promise.all(PEOPLE.map((person) => cluster.tokenOf(nodes[0], person)));
    const tokenOf = (i: number): string => tokens[i % tokens.length] ?? '';
    const documents = await Promise.all(Array.from({ length: DOCUMENTS }, () => cluster.newDocument(nodes[0], tokenOf(0))));
    const documentOf = (i: number): string => documents[(i >> 1) % DOCUMENTS] ?? '';
    // As a load balancer does: where one's node is away, to the other.
    const nodeOf = (i: number): Node => (nodes[i % 2]?.isUp === true ? nodes[i % 2] : nodes[(i + 1) % 2]) as Node;
    const typists = Array.from({ length: TYPISTS }, (_, i) => new Typist(documentOf(i), tokenOf(i), () => nodeOf(i)));
    const stock = Array.from({ length: STOCK }, (_, i) => ({ documentId: documentOf(i), ...visit(nodeOf(i), documentOf(i), tokenOf(i)) }));
    onTestFinished(() => {
      typists.forEach((typist) => typist.leave());
      stock.forEach(({ provider }) => provider.destroy());
    });
    await within(
      HEALED_MS,
      'everybody is in',
      () => typists.every(({ isSaved }) => isSaved) && stock.every(({ provider }) => provider.synced),
    );

    let typed = 0;
    const type = (i: number): void => {
      typed += 1;
      const words = `${i}.${typed} `;
      if (i < TYPISTS) return typists[i]?.type(words);
      const notes = stock[i - TYPISTS]?.doc.getText('notes');
      notes?.insert(notes.length, words);
    };
    const people = TYPISTS + STOCK;
    let dueFromMs = performance.now();
    const typing = setInterval(() => {
      const due = Math.floor(((performance.now() - dueFromMs) * EDITS_PER_SECOND) / 1000);
      dueFromMs += (due * 1000) / EDITS_PER_SECOND;
      for (let i = Math.min(due, MOST_AT_ONCE); i > 0; i--) type(typed % people);
    }, 4);
    onTestFinished(() => clearInterval(typing));

    const times: string[] = [];
    /** Until all who type have had an acknowledgement of something since, and every node is ready. */
    const heals = async (what: string): Promise<void> => {
      const sinceMs = performance.now();
      const ms = await within(HEALED_MS, what, () => typists.every(({ savedAtMs }) => savedAtMs > sinceMs));
      const readyMs = await within(HEALED_MS, `ready after ${what}`, async () => {
        const answers = await Promise.all(nodes.map(({ address }) => fetch(`${address}/healthz`).catch(() => null)));
        return answers.every((answer) => answer?.ok === true);
      });
      times.push(`${what} ${ms} ms (ready after ${ms + readyMs} ms)`);
      const before = typists.map(({ promised }) => promised.length);
      await within(HEALED_MS, `a while after ${what}`, () => typists.every(({ promised }, i) => promised.length > (before[i] ?? 0) + 30));
    };
    const startedMs = performance.now();
    await heals('all is well');
    if (cluster.valkey !== null) {
      await cluster.valkey.kill();
      await heals('Valkey was killed');
      await cluster.valkey.start();
      await heals('Valkey was back');
    }
    await nodes[1].kill();
    nodes[1] = nodes[0];
    for (const { provider } of stock) provider.serverUrl = syncAddress(nodes[0]);
    await heals('a node was killed');
    nodes[1] = await cluster.startNode();
    await heals('a node was new');
    cluster.postgres.cutConnections();
    await heals('PostgreSQL’s connections were cut');
    await cluster.postgres.kill();
    await within(HEALED_MS, 'no node says that it is ready', async () => (await fetch(`${nodes[0].address}/healthz`)).status === 503);
    await cluster.postgres.start();
    await heals('PostgreSQL was killed and started');

    clearInterval(typing);
    const perSecond = Math.round((typed * 1000) / (performance.now() - startedMs));
    const settledMs = await within(HEALED_MS, 'everything is saved', () => typists.every(({ isSaved }) => isSaved));
    const store = await openPostgresStore({ url: cluster.databaseUrl });
    onTestFinished(() => store.close());
    let acknowledged = 0;
    for (const documentId of documents) {
      const rows = await store.log.read(documentId as DocumentId, 0, 1_000_000);
      const durable = new Durable('priorities');
      for (const { update } of rows) durable.add(update);
      expect(durable.isWhole).toBe(true);
      const ours = typists.filter((_, i) => documentOf(i) === documentId);
      for (const { promised, refused } of ours) {
        expect(refused).toEqual([]);
        for (const update of promised) expect(durable.covers(update)).toBe(true);
        acknowledged += promised.length;
      }
      const hash = meaningHash(project('priorities', durable.doc));
      const copies = [
        ...ours.map(({ client }) => client.doc),
        ...stock.filter((one) => one.documentId === documentId).map(({ doc }) => doc),
      ];
      await within(HEALED_MS, 'all read the same', () => copies.every((doc) => meaningHash(project('priorities', doc)) === hash));
      for (const node of nodes) {
        const read = await node.as(tokenOf(0)).document(documentId);
        expect(read.ok && read.value.hash).toBe(hash);
      }
    }
    expect(acknowledged).toBeGreaterThan(1_000);
    console.log(
      `hints by ${how}: ${typed} edits at ${perSecond} a second, ${acknowledged} frames acknowledged, 0 lost, settled after ${settledMs} ms; ${times.join('; ')}`,
    );
  },
);
