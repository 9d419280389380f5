/** Two real nodes on one PostgreSQL with Valkey between them; each of the four is killed while people write. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { createApi } from '@ginnel/api/client';
import { verifyLog } from '@ginnel/store/copy/verify';
import { openPostgresStore } from '@ginnel/store/postgres/open';
import { startPostgres, type TemporaryPostgres } from '@ginnel/testkit/services/postgres';
import { startRedis, type TemporaryRedis } from '@ginnel/testkit/services/redis';
import { until } from '../rooms/hall.ts';

let postgres: TemporaryPostgres;
let valkey: TemporaryRedis;
let databaseUrl: string;
const folder = mkdtempSync(join(tmpdir(), 'ginnel-nodes-'));
const nodes = new Set<Node>();
const visits: Visit[] = [];

beforeAll(async () => {
  [postgres, valkey] = await Promise.all([startPostgres(), startRedis()]);
  databaseUrl = postgres.createDatabase();
}, 120_000);
afterAll(async () => {
  for (const { provider } of visits) provider.destroy();
  await Promise.all([...nodes].map((node) => node.kill()));
  await Promise.all([postgres.remove(), valkey.kill()]);
  rmSync(folder, { recursive: true });
});

test(
  '[ST7, FO1, FO5] any node serves any document, and killing a node, Valkey or PostgreSQL loses nothing and heals',
  { timeout: 300_000 },
  async () => {
    const first = await startNode();
    const second = await startNode();
    const api = createApi({ origin: first.address });
    const person = (await read(api.demoPeople())).people[0]?.id ?? '';
    const { token } = await read(api.demoSignIn(person));
    const { documents } = await read(api.documents());
    const documentId = documents.find(({ phase }) => phase === 'drafting')?.id ?? '';
    const amina = visit(first, documentId, token);
    const imran = visit(second, documentId, token);
    const both = [amina, imran];
    await Promise.all(both.map(({ provider }) => synced(provider)));

    const everything: string[] = [];
    const writeAndMeet = async (what: string): Promise<void> => {
      both.forEach(({ doc }, i) => {
        const words = `[${what} by ${i}]`;
        everything.push(words);
        doc.getText('notes').insert(0, words);
      });
      await Promise.all(
        both.map(({ doc }) => until(doc, () => everything.every((words) => doc.getText('notes').toString().includes(words)))),
      );
    };

    await writeAndMeet('with everything there');
    await valkey.kill();
    await writeAndMeet('without Valkey');
    await valkey.start();
    await writeAndMeet('with Valkey again');
    await second.kill();
    const meeting = writeAndMeet('while a node is away');
    imran.provider.serverUrl = syncAddress(await startNode());
    await meeting;
    await postgres.kill();
    const waiting = writeAndMeet('while PostgreSQL is away');
    await postgres.start();
    await waiting;

    const store = await openPostgresStore({ url: databaseUrl });
    expect((await verifyLog(store)).damaged).toEqual([]);
    await store.close();
    const { notes } = await read(api.document(documentId));
    for (const words of everything) expect(notes.split(words), words).toHaveLength(2);
  },
);

interface Node {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  kill(): Promise<void>;
}

async function startNode(): Promise<Node> {
  const program = new URL('./programs/node.ts', import.meta.url).pathname;
  const env = { ...process.env, TMPDIR: folder, DATABASE_URL: databaseUrl, VALKEY_URL: valkey.url };
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'ignore'], env });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const node: Node = {
    address: /at (\S+)/.exec(said.toString())?.[1] ?? '',
    kill: async () => {
      nodes.delete(node);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
  nodes.add(node);
  return node;
}

function syncAddress({ address }: Node): string {
  return `${address.replace('http', 'ws')}/sync`;
}

interface Visit {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
}

function visit(node: Node, documentId: string, token: string): Visit {
  class Signed extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols, { headers: { authorization: `Bearer ${token}` } });
    }
  }
  const doc = new Y.Doc();
  const options = { WebSocketPolyfill: Signed as unknown as typeof globalThis.WebSocket, disableBc: true };
  const visited = { doc, provider: new WebsocketProvider(syncAddress(node), documentId, doc, options) };
  visits.push(visited);
  return visited;
}

async function synced(provider: WebsocketProvider): Promise<void> {
  if (provider.synced) return;
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()));
}

async function read<T>(
  answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { title: string } }>,
): Promise<T> {
  const answered = await answer;
  if (!answered.ok) throw new Error(answered.error.title);
  return answered.value;
}
