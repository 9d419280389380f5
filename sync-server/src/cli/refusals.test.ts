import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock, systemRandom } from '../system.ts';
import { createProgram } from './program.ts';
import { sentenceOf } from './sentence.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ginnel-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function ginnel(...argv: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const environment = { GINNEL_DATA: join(folder, 'data') };
  const program = createProgram({ environment, clock: systemClock, random: systemRandom, say: (line) => lines.push(line) });
  return { code: await program.run(argv), said: lines.join('\n') };
}

test.each([
  ['backup', '--into', 'backups'],
  ['doctor'],
  ['code', 'tess@example.org'],
  ['retention', '--dry-run'],
  ['audit-export', 'audit.json'],
  ['move', 'elsewhere'],
])('ginnel %s makes no database where GINNEL_DATA is mistyped, and says so', async (...argv) => {
  const inFolder = argv.map((argument) => (['backups', 'audit.json', 'elsewhere'].includes(argument) ? join(folder, argument) : argument));
  expect(await ginnel(...inFolder)).toEqual({
    code: 1,
    said: `There is no database in ${join(folder, 'data')}. Is GINNEL_DATA right, and has this user the right to look there?`,
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('what is neither a folder nor PostgreSQL is no place to move to', async () => {
  const to = 'mysql://ginnel@host/ginnel';
  expect(await ginnel('move', to)).toMatchObject({ code: 1, said: expect.stringContaining(`${to} is neither a folder nor an address`) });
  expect(existsSync('mysql:')).toBe(false);
});

test.each([
  ['audit-verify', 'an exported audit'],
  ['verify-certificate', 'a certificate of an expunge'],
])('%s names a file that is not there, and one that is something else', async (command, what) => {
  const file = join(folder, 'file.json');
  expect(await ginnel(command, file)).toEqual({ code: 1, said: `There is no ${file}.` });
  for (const content of ['not JSON', 'null', '{}']) {
    writeFileSync(file, content);
    expect(await ginnel(command, file)).toEqual({ code: 1, said: `${file} is not ${what}.` });
  }
});

test('lists that are not there, or are folders, are named', async () => {
  const init = ['init', '--borough', 'Bury', '--admin-name', 'Tess', '--admin-email', 'tess@example.org', '--places'];
  const places = join(folder, 'places.csv');
  expect(await ginnel(...init, places)).toEqual({ code: 1, said: `There is no ${places}.` });
  mkdirSync(places);
  expect((await ginnel(...init, places)).said).toMatch(/is a folder, and a file was expected\.$/);
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('what the system refuses is said in words, with the path that it is about', () => {
  const refused = (code: string, more: object) => sentenceOf(Object.assign(new Error('as the system says it'), { code, ...more }));
  expect(refused('EACCES', { path: '/backup' })).toBe('This user may not read or write /backup.');
  expect(refused('ENOSPC', { path: '/data/ginnel.sqlite', dest: '/backup/x.part' })).toContain('The disk is full: /backup/x.part');
  expect(refused('SQLITE_FULL', {})).toBe('The disk is full. Make room, and try again.');
  expect(refused('', { cause: Object.assign(new Error('full'), { code: 'SQLITE_FULL' }) })).toMatch(/ The disk is full\./);
  expect(refused('EUNKNOWN', {})).toBe('as the system says it');
});
