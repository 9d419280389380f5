/** A Valkey (or Redis) of one's own on a loopback port, for the tests that need a real one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port.ts';
import { endingWithUs, systemProgram } from './system-program.ts';

export interface TemporaryRedis {
  readonly url: string;
  /** Ends it at once; what it knew is gone, as it should not matter. */
  kill(): Promise<void>;
  /** Starts it again at the same address, empty. */
  start(): Promise<void>;
}

export async function startRedis(): Promise<TemporaryRedis> {
  const program = systemProgram('redis-server', 'redis-server');
  const port = await freePort();
  let server: ChildProcess | null = null;
  const start = async () => {
    const started = spawn(
      ...endingWithUs('KILL', program, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']),
      {
        stdio: 'ignore',
      },
    );
    server = started;
    while (!(await answers(port))) {
      if (started.exitCode !== null) throw new Error(`${program} ended at once (${started.exitCode})`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  process.once('exit', () => server?.kill('SIGKILL'));
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: async () => {
      const ending = server;
      server = null;
      if (ending === null || ending.exitCode !== null) return;
      const ended = once(ending, 'exit');
      ending.kill('SIGKILL');
      await ended;
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [reply] = (await once(socket, 'data')) as [Buffer];
    return reply.toString().startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
