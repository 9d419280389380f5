/** Starts and stops the servers that are compared, each in a process of its own with a folder of its own. */
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SERVERS = {
  ginnel: 'ginnel.ts',
  product: 'product.ts',
  relay: 'relay.mjs',
  hocuspocus: 'hocuspocus.mjs',
  ywebsocket: 'y-websocket.mjs',
} as const;
export type ServerName = keyof typeof SERVERS;

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Puts the peers where they stay apart from the product. Needed once. */
export function installPeers(): void {
  const folder = join(HERE, 'peers');
  if (existsSync(join(folder, 'node_modules', '@hocuspocus', 'server'))) return;
  console.error('Installing the servers to compare with (once)…');
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('the servers to compare with could not be installed');
}

export interface Usage {
  /** User and system time of all threads, and of those by the name of the thread. */
  readonly cpuMs: number;
  readonly cpuMsOf: Readonly<Record<string, number>>;
  readonly writtenBytes: number;
  readonly rssBytes: number;
}

export class ServerProcess {
  readonly name: ServerName;
  readonly url: string;
  readonly #child: ChildProcess;

  constructor(name: ServerName, url: string, child: ChildProcess) {
    this.name = name;
    this.url = url;
    this.#child = child;
  }

  static async start(name: ServerName, folder: string, documents: number): Promise<ServerProcess> {
    const env = { ...process.env, BENCH_DATA: folder, BENCH_DOCUMENTS: String(documents), NODE_ENV: 'production' };
    const own = process.env[`BENCH_NODE_${name.toUpperCase()}`]?.split(' ').filter(Boolean) ?? [];
    const execArgv = ['--expose-gc', '--import', new URL('servers/collect.mjs', import.meta.url).href, ...own];
    const child = fork(join(HERE, 'servers', SERVERS[name]), { env, execArgv, stdio: ['ignore', 2, 2, 'ipc'] });
    const { port } = await new Promise<{ port: number }>((resolve, reject) => {
      child.once('message', (message) => resolve(message as { port: number }));
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    });
    return new ServerProcess(name, `ws://127.0.0.1:${port}`, child);
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  usage(): Usage {
    const { pid } = this;
    const io = readFileSync(`/proc/${pid}/io`, 'utf8');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const cpuMsOf: Record<string, number> = {};
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      const thread = readFileSync(`/proc/${pid}/task/${task}/comm`, 'utf8').trim();
      // In nanoseconds: the ticks of `stat` are too coarse for a server that does little.
      const ranMs = Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
      cpuMsOf[thread] = (cpuMsOf[thread] ?? 0) + ranMs;
    }
    return {
      cpuMs: Object.values(cpuMsOf).reduce((sum, ms) => sum + ms, 0),
      cpuMsOf,
      writtenBytes: Number(/^write_bytes: (\d+)/m.exec(io)?.[1]),
      rssBytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024,
    };
  }

  /** What it no longer needs is garbage from before, and none of what is measured next. */
  collect(): void {
    this.#child.send('collect');
  }

  /** Those that its main thread has put to its database since it started. Of Ginnel alone. */
  async questions(): Promise<number> {
    const told = new Promise<{ questions: number }>((resolve) => this.#child.once('message', (message) => resolve(message as never)));
    this.#child.send('questions');
    return (await told).questions;
  }

  /** As an operator would: it may store what it has. */
  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 30_000);
    await gone;
    clearTimeout(timer);
  }
}

export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(process.env['BENCH_TMP'] ?? tmpdir(), 'ginnel-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
