/**
 * How many instructions a server executes, by Linux's `perf` (Debian's package linux-perf): on a machine whose CPU time goes up and
 * down by half with what its neighbours do, this figure stays. It says nothing of caches, and counting makes CPU time dearer.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export class InstructionCount {
  /** The user's and the kernel's, once it has been stopped. Rejects with what `perf` said where it cannot count. */
  readonly counted: Promise<number>;
  readonly #perf: ChildProcess;

  constructor(pid: number) {
    this.#perf = spawn('perf', ['stat', '-x', ',', '-e', 'instructions:u,instructions:k', '-p', String(pid)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.counted = this.#read();
  }

  stop(): void {
    this.#perf.kill('SIGINT');
  }

  async #read(): Promise<number> {
    let said = '';
    this.#perf.stderr?.on('data', (data: Buffer) => (said += data.toString()));
    await once(this.#perf, 'close');
    const counts = [...said.matchAll(/^(\d+),,instructions:[uk]/gm)].map(([, count]) => Number(count));
    if (counts.length !== 2) throw new Error(`perf could not count instructions: ${said}`);
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
