/** Starts the server. What stands in its way is said in one plain sentence on standard error, and ends with code 1. */
import { StoreUnusable } from '@ginnel/store/store';
import pino from 'pino';
import { readConfig, type Config } from './config.ts';
import { startServer } from './server.ts';
import { systemClock, systemRandom } from './system.ts';

/** An orderly end takes no longer; then the process goes, and what was shown as saved is on the disk anyway. */
const LONGEST_END_MS = 5_000;

// The data folder holds people's words and addresses: for this user only.
process.umask(0o077);

const configured = readConfig(process.env);
if (!configured.ok) fail(...configured.faults);
const { config } = configured;
// Warnings and errors only: people who start Ginnel read its terminal.
const log = pino({ level: 'warn', base: null }, pino.destination({ fd: 2, sync: true }));

try {
  const server = await startServer({ config, clock: systemClock, random: systemRandom, log });
  if (server.setUpAddress !== null) {
    process.stderr.write(
      `This installation has not been set up yet. Set it up here; keep the address to yourself:\n${server.setUpAddress}\n`,
    );
  }
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), LONGEST_END_MS).unref();
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'the end was not orderly');
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  fail(sentenceOf(error, config));
}

function sentenceOf(error: unknown, { port }: Config): string {
  if (error instanceof StoreUnusable) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program. Stop that program, or choose another port with PORT.`;
  if (code === 'EACCES') return `This user may not listen on port ${port}. Choose a port above 1023 with PORT.`;
  log.fatal({ err: error }, 'the server could not start');
  return 'Ginnel could not start; the reason stands above.';
}

function fail(...sentences: readonly string[]): never {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
