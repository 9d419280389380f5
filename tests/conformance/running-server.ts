/** The real program in a process of its own, in demo mode, with SQLite in a folder that is removed at the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@ginnel/testkit/services/free-port';

const MAIN = fileURLToPath(new URL('../../sync-server/src/main.ts', import.meta.url));
/** Where `npm start` keeps compiled code. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url));
/** For what hangs: on a machine of its own it takes a second. */
const READY_WITHIN_MS = 180_000;
const BETWEEN_SIGNALS_MS = 20;

export class RunningServer {
  readonly port: number;
  readonly folder: string;
  #child: ChildProcess;
  #said = '';

  readonly #demo: boolean;
  /** What the program is started by, if by anything. */
  readonly #by: readonly string[];

  private constructor(port: number, folder: string, { demo = true, by = [] }: { demo?: boolean; by?: readonly string[] }) {
    this.port = port;
    this.folder = folder;
    this.#demo = demo;
    this.#by = by;
    this.#child = this.#spawn();
  }

  static async start(): Promise<RunningServer> {
    return await RunningServer.#in(await newFolder());
  }

  /** Without the demo borough, and not set up. */
  static async startEmpty(): Promise<RunningServer> {
    return await RunningServer.#in(await newFolder(), { demo: false });
  }

  /** By another program with its arguments, which becomes this one: `strace -D`. */
  static async startBy(command: (folder: string) => readonly string[]): Promise<RunningServer> {
    const folder = await newFolder();
    return await RunningServer.#in(folder, { by: command(folder) });
  }

  /** What is on the disk of another server at this moment, served by one that nobody else knows. Stop it like any other. */
  static async onCopyOf(other: RunningServer): Promise<RunningServer> {
    const folder = await newFolder();
    await cp(other.folder, folder, { recursive: true });
    return await RunningServer.#in(folder);
  }

  static async #in(folder: string, how: { demo?: boolean; by?: readonly string[] } = {}): Promise<RunningServer> {
    const server = new RunningServer(await freePort(), folder, how);
    await server.#ready();
    return server;
  }

  /** As browsers name it, and as the server knows itself. */
  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get syncAddress(): string {
    return `ws://127.0.0.1:${this.port}/sync`;
  }

  /** What the program wrote to standard error. */
  get said(): string {
    return this.#said;
  }

  get isUp(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const gone = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** @returns after how many milliseconds it was ready */
  async startAgain(): Promise<number> {
    const startedMs = performance.now();
    this.#child = this.#spawn();
    await this.#ready();
    return Math.round(performance.now() - startedMs);
  }

  /** Kills it in the middle of its start. */
  async startAndKill(afterMs: number): Promise<void> {
    this.#child = this.#spawn();
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await this.kill();
  }

  /**
   * Signals as an administrator or a terminal sends them, one after the other.
   *
   * @returns its exit code and after how many milliseconds it had ended
   */
  async end(...signals: readonly NodeJS.Signals[]): Promise<{ readonly code: number | null; readonly ms: number }> {
    const startedMs = performance.now();
    const gone = once(this.#child, 'close');
    for (const signal of signals) {
      this.#child.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_SIGNALS_MS));
    }
    const [code] = (await gone) as [number | null];
    return { code, ms: Math.round(performance.now() - startedMs) };
  }

  async stop(): Promise<void> {
    if (this.isUp) {
      const gone = once(this.#child, 'close');
      this.#child.kill('SIGTERM');
      await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const [command, ...args] = [...this.#by, process.execPath, MAIN];
    const child = spawn(command, args, {
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: COMPILED,
        PORT: String(this.port),
        GINNEL_DATA: this.folder,
        GINNEL_DEMO: this.#demo ? '1' : '0',
        GINNEL_ORIGIN: this.origin,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    return child;
  }

  async #ready(): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    while (this.isUp && performance.now() < until) {
      const answer = await fetch(`${this.address}/healthz`).catch(() => null);
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    this.#child.kill('SIGKILL');
    throw new Error(`The server did not become ready. It said: ${this.#said}`);
  }
}

async function newFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'ginnel-conformance-'));
}
