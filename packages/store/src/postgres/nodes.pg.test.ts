/** Several nodes on one PostgreSQL, and PostgreSQL going away under them. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TemporaryPostgres } from '@ginnel/testkit/services/postgres';
import type { DocumentId } from '@ginnel/base/ids';
import { putDocument } from '../contract/put-document.ts';
import { AMINA, IMRAN, sampleAppend, sampleDocument } from '../contract/samples.ts';
import { openStore } from '../open-store.ts';
import { StorageError } from '../ports/document-log.ts';
import { StoreUnusable, type Store } from '../store.ts';
import { assertDurable } from './connection.ts';
import { openPostgresStore } from './open.ts';

const d = 'd1' as DocumentId;

let postgres: TemporaryPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.remove());

const openNode = (databaseUrl: string) => openStore({ folder: '/nowhere', databaseUrl });

async function withNodes(count: number, work: (nodes: Store[], url: string) => Promise<void>): Promise<void> {
  const url = postgres.createDatabase();
  const nodes = await Promise.all(Array.from({ length: count }, () => openNode(url)));
  try {
    await work(nodes, url);
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
  }
}

test('[ST14] nodes that start at the same moment bring the schema up once', () =>
  withNodes(4, async (nodes) => {
    await putDocument((nodes[0] as Store).db, sampleDocument('d1'));
    expect((await nodes[3]?.log.load(d))?.headSeq).toBe(0);
  }));

test('[ST14] a node that starts while another brings the schema up waits for it, longer than for any answer', async () => {
  const url = postgres.createDatabase();
  const other = new pg.Client(url);
  await other.connect();
  await other.query('select pg_advisory_lock(3853314791062309107)'); // Kysely's
  const opening = openPostgresStore({ url, answerWithinMs: 100 });
  await other.query('select pg_sleep(1)');
  await other.end();
  const store = await opening;
  expect(await store.log.heads([d])).toEqual([]);
  await store.close();
});

test('[ST2, ST4] nodes that race over many documents in any order write every row once, without a deadlock', () =>
  withNodes(3, async (nodes) => {
    const ids = Array.from({ length: 6 }, (_, i) => `d${i}`);
    for (const id of ids) await putDocument((nodes[0] as Store).db, sampleDocument(id));
    const taken = new Map<string, string[]>(ids.map((id) => [id, []]));
    const race = async (node: Store, name: number) => {
      const heads = new Map(ids.map((id) => [id, 0]));
      for (let round = 0; round < 25; round++) {
        const order = name % 2 === 0 ? ids : ids.toReversed();
        const words = order.map((id) => `${name}.${round}.${id}`);
        const answers = await node.log.append(order.map((id, i) => sampleAppend(id, heads.get(id) ?? 0, [words[i] ?? ''])));
        for (const [i, answer] of answers.entries()) {
          const id = order[i] ?? '';
          if (answer.outcome === 'durable') {
            heads.set(id, answer.headSeq);
            taken.get(id)?.push(words[i] ?? '');
          } else {
            expect(answer).toEqual({ outcome: 'behind' });
            const rows = await node.log.read(id as DocumentId, heads.get(id) ?? 0, 1000);
            heads.set(id, rows.at(-1)?.seq ?? 0);
          }
        }
      }
    };
    await Promise.all(nodes.map(race));
    for (const id of ids) {
      const stored = await nodes[0]?.log.load(id as DocumentId);
      const words = stored?.tail.map((row) => new TextDecoder().decode(row.update)) ?? [];
      expect(words.length).toBeGreaterThanOrEqual(25);
      expect(words.toSorted()).toEqual(taken.get(id)?.toSorted());
    }
  }));

test('[ST5] of two nodes that lease one clientID at the same moment one gets it', () =>
  withNodes(2, async (nodes) => {
    await putDocument((nodes[0] as Store).db, sampleDocument('d1'));
    for (let clientId = 1; clientId <= 20; clientId++) {
      const ask = (node: Store | undefined, author: typeof AMINA) =>
        node?.log.append([sampleAppend('d1', 0, [], { leases: [{ clientId, author }] })]);
      const answers = await Promise.all([ask(nodes[0], AMINA), ask(nodes[1], IMRAN)]);
      expect(answers.map((answer) => answer?.[0]?.outcome ?? 'none').toSorted()).toEqual(['durable', 'lease-taken']);
    }
  }));

test('[ST2] rights that another node moves are seen by every append that commits after', () =>
  withNodes(2, async (nodes) => {
    const [a, b] = nodes as [Store, Store];
    await putDocument(a.db, sampleDocument('d1'));
    let head = 0;
    let movedAfter = Infinity;
    const writing = (async () => {
      for (;;) {
        const startedAfterMove = movedAfter < Infinity;
        const [answer] = await a.log.append([sampleAppend('d1', head, ['x'])]);
        if (answer?.outcome !== 'durable') return answer;
        expect(startedAfterMove).toBe(false);
        head = answer.headSeq;
      }
    })();
    await putDocument(b.db, sampleDocument('d1', { rightsVersion: 2, phase: 'agreed' }));
    movedAfter = head;
    expect(await writing).toEqual({ outcome: 'rights-moved' });
  }));

test('[ST7] while PostgreSQL is gone appends and loads fail; when it is back the same store works, and nothing said durable is missing', () =>
  withNodes(1, async ([store]) => {
    const { log, db } = store as Store;
    await putDocument(db, sampleDocument('d1'));
    let head = 0;
    const writing = (async () => {
      for (;;) {
        const [answer] = await log.append([sampleAppend('d1', head, [`row ${head + 1}`])]);
        if (answer?.outcome === 'durable') head = answer.headSeq;
      }
    })();
    const failure = writing.catch((error: unknown) => error);
    while (head < 20) await new Promise((resolve) => setImmediate(resolve));
    await postgres.kill();
    expect(await failure).toBeInstanceOf(StorageError);
    await expect(log.load(d)).rejects.toThrow(StorageError);
    await postgres.start();
    const stored = await log.load(d);
    expect(stored?.headSeq).toBeGreaterThanOrEqual(head);
    expect(stored?.headSeq).toBeLessThanOrEqual(head + 1); // the one whose answer was lost
    const from = stored?.headSeq ?? 0;
    expect(await log.append([sampleAppend('d1', from, ['after'])])).toEqual([{ outcome: 'durable', headSeq: from + 1 }]);
  }));

test('[ST14] a database whose own setting is not durable is overruled; a server that would not sync is refused', () =>
  withNodes(1, async ([store], url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`alter database ${pg.escapeIdentifier(new URL(url).pathname.slice(1))} set synchronous_commit = off`);
    await client.end();
    const again = await openNode(url);
    await again.close();
    const careless = new pg.Pool({ connectionString: url });
    await expect(assertDurable(careless)).rejects.toThrow("PostgreSQL's synchronous_commit is off");
    await careless.end();
    expect(store?.dialect).toBe('postgres');
  }));

test('[ST14] a database that cannot be reached gives one plain sentence', async () => {
  const opening = openNode('postgresql://postgres@127.0.0.1:1/ginnel');
  await expect(opening).rejects.toThrow(StoreUnusable);
  await expect(opening).rejects.toThrow('Ginnel cannot reach its PostgreSQL: ');
});
