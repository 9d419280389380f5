import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import pino from 'pino';
import { readConfig } from '../config.ts';
import { type RunningServer, startServer } from '../server.ts';
import { systemClock, systemRandom } from '../system.ts';
import { createProgram } from './program.ts';

let folder: string;
let server: RunningServer | undefined;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ginnel-served-'))));
afterEach(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

const environment = (data: string) => ({ GINNEL_DATA: join(folder, data), GINNEL_ORIGIN: 'http://localhost:4400' });

async function ginnel(data: string, ...argv: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const system = { clock: systemClock, random: systemRandom };
  const program = createProgram({ environment: environment(data), ...system, say: (line) => lines.push(line) });
  return { code: await program.run(argv), said: lines.join('\n') };
}

async function serve(data: string): Promise<RunningServer> {
  const read = readConfig(environment(data));
  if (!read.ok) throw new Error(read.faults.join(' '));
  const pages = () => Promise.resolve(() => undefined);
  const log = pino({ level: 'silent' });
  return await startServer({ config: { ...read.config, port: 0 }, clock: systemClock, random: systemRandom, log, pages });
}

it('[ST18] neither restore nor move touches a database while a server is at work on it, even when its file was moved away', async () => {
  await ginnel('data', 'init', '--borough', 'Bury', '--admin-name', 'Tess', '--admin-email', 'tess@example.org');
  const made = await ginnel('data', 'backup', '--into', join(folder, 'backups'), '--json');
  const { file } = JSON.parse(made.said) as { file: string };
  server = await serve('data');
  const refused = { code: 1, said: expect.stringContaining(`A server is running on ${join(folder, 'data')}`) };
  expect(await ginnel('data', 'move', join(folder, 'elsewhere'))).toEqual(refused);
  const away = (name: string): void => renameSync(join(folder, 'data', name), join(folder, `damaged-${name}`));
  readdirSync(join(folder, 'data'))
    .filter((name) => name.startsWith('ginnel.sqlite'))
    .forEach(away);
  expect(await ginnel('data', 'restore', file)).toEqual(refused);
  expect(readdirSync(join(folder, 'data')).filter((name) => name.startsWith('ginnel.sqlite'))).toEqual([]);
  await server.stop();
  server = undefined;
  expect((await ginnel('data', 'restore', file)).code).toBe(0);
  server = await serve('data');
});

it('[ST18] nothing is moved to a folder on which a server is at work', async () => {
  await ginnel('data', 'init', '--borough', 'Bury', '--admin-name', 'Tess', '--admin-email', 'tess@example.org');
  server = await serve('other');
  const refused = { code: 1, said: expect.stringContaining(`A server is running on ${join(folder, 'other')}`) };
  expect(await ginnel('data', 'move', join(folder, 'other'))).toEqual(refused);
});
