/** Real nodes (whole servers in processes of their own) on one real PostgreSQL, with NOTIFY or a real Valkey between them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createApi, type Api } from '@ginnel/api/client';
import type { PlaceId } from '@ginnel/base/ids';
import { startPostgres, type TemporaryPostgres } from '@ginnel/testkit/services/postgres';
import { startRedis, type TemporaryRedis } from '@ginnel/testkit/services/redis';

export interface Node {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly isUp: boolean;
  as(token: string): Api;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** As an administrator would: SIGTERM. */
  stop(): Promise<void>;
}

export interface Cluster {
  readonly postgres: TemporaryPostgres;
  /** `null`: NOTIFY carries the hints. */
  readonly valkey: TemporaryRedis | null;
  readonly databaseUrl: string;
  startNode(): Promise<Node>;
  /** A demo person's bearer token; every node knows it. */
  tokenOf(node: Node, person: string): Promise<string>;
  newDocument(node: Node, token: string): Promise<string>;
  remove(): Promise<void>;
}

export async function startCluster({ valkey: hasValkey }: { readonly valkey: boolean }): Promise<Cluster> {
  const [postgres, valkey] = await Promise.all([startPostgres(), hasValkey ? startRedis() : null]);
  const databaseUrl = postgres.createDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-cluster-'));
  const nodes = new Set<Node>();
  const env = { ...process.env, TMPDIR: folder, DATABASE_URL: databaseUrl, VALKEY_URL: valkey?.url ?? '' };
  return {
    postgres,
    valkey,
    databaseUrl,
    async startNode() {
      const node = await startNode(env);
      nodes.add(node);
      return node;
    },
    async tokenOf(node, person) {
      const signedIn = await createApi({ origin: node.address }).demoSignIn(person);
      if (!signedIn.ok) throw new Error(signedIn.error.title);
      return signedIn.value.token;
    },
    async newDocument(node, token) {
      const made = await node
        .as(token)
        .createDocument({ kind: 'priorities', placeId: 'radcliffe-west' as PlaceId, title: 'Several nodes' });
      if (!made.ok) throw new Error(made.error.title);
      return made.value.id;
    },
    async remove() {
      await Promise.all([...nodes].map((node) => node.kill()));
      await Promise.all([postgres.remove(), valkey?.kill()]);
      rmSync(folder, { recursive: true });
    },
  };
}

export async function startNode(env: Record<string, string | undefined>): Promise<Node> {
  const program = new URL('../store/programs/node.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'pipe'], env });
  // What it says of lost connections is expected; what it says before it is ready is not.
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = `${complaints}${chunk.toString()}`.slice(-2000)));
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`a node ended with ${code}: ${complaints}`)));
  ended.catch(() => {}); // later it is killed
  const [said] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  const address = /at (\S+)/.exec(said.toString())?.[1] ?? '';
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    address,
    get isUp() {
      return child.exitCode === null && child.signalCode === null && !child.killed;
    },
    as: (token) => createApi({ origin: address, token }),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** Asks again and again until it holds. @returns after how many milliseconds; throws when it takes longer than `withinMs` */
export async function within(withinMs: number, what: string, holds: () => boolean | Promise<boolean>): Promise<number> {
  const startedMs = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedMs > withinMs) throw new Error(`${what}: not within ${withinMs} ms`);
    await wait(10);
  }
  return Math.round(performance.now() - startedMs);
}
