/** A PostgreSQL of one's own in a temporary folder, for the tests that need a real one. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endingWithUs, systemProgram } from './system-program.ts';

export interface TemporaryPostgres {
  /** All that it keeps on the disk. */
  readonly dataFolder: string;
  /** A new, empty database: its address. */
  createDatabase(): string;
  /** One statement, as whoever owns the database. */
  execute(databaseUrl: string, statement: string): void;
  /** Ends every connection of others, as an administrator or a failing network would. */
  cutConnections(): void;
  /** Ends it as a power cut would, without a word to anybody. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, on the same data and address. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/**
 * Starts a cluster that listens on a socket in its own folder only, with fsync on. PostgreSQL does not run as root:
 * when we are, it runs as the user `postgres`.
 */
export async function startPostgres(): Promise<TemporaryPostgres> {
  const initdb = systemProgram('initdb', 'postgresql');
  const postgres = systemProgram('postgres', 'postgresql');
  const psql = systemProgram('psql', 'postgresql-client');
  const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-pg-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const quiet = { ...user, cwd: folder, stdio: 'ignore' } as const;
  execFileSync(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], quiet);

  let server: ChildProcess | null = null;
  let made = 0;
  const isReady = () => {
    try {
      execFileSync(psql, ['-h', folder, '-U', 'postgres', '-qc', 'select 1'], quiet);
      return true;
    } catch {
      return false;
    }
  };
  const start = async () => {
    server = spawn(...endingWithUs('QUIT', postgres, ['-D', data, '-k', folder, '-c', 'listen_addresses=']), quiet);
    const started = server;
    while (!isReady()) {
      if (started.exitCode !== null) throw new Error(`PostgreSQL ended at once (${started.exitCode})`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = server;
    server = null;
    if (ending === null || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  };

  process.once('exit', () => server?.kill('SIGQUIT'));
  await start();
  return {
    dataFolder: data,
    createDatabase: () => {
      const name = `test_${++made}`;
      execFileSync(psql, ['-h', folder, '-U', 'postgres', '-qc', `create database ${name}`], quiet);
      return `postgresql://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;
    },
    execute: (databaseUrl, statement) => {
      execFileSync(psql, [databaseUrl, '-v', 'ON_ERROR_STOP=1', '-qc', statement], { ...quiet, stdio: ['ignore', 'ignore', 'inherit'] });
    },
    cutConnections: () => {
      const others = 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null';
      execFileSync(psql, ['-h', folder, '-U', 'postgres', '-qc', others], quiet);
    },
    kill: () => end('SIGQUIT'),
    start,
    remove: async () => {
      await end('SIGQUIT');
      rmSync(folder, { recursive: true });
    },
  };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}
