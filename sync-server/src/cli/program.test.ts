import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import pino from 'pino';
import { readConfig } from '../config.ts';
import { startServer } from '../server.ts';
import { systemClock, systemRandom } from '../system.ts';
import { browser } from '../testing/browser.ts';
import { createProgram } from './program.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ginnel-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const ORIGIN = 'http://localhost:4400';
const PLACES = `name,tier,parent,ons_code,about
North,neighbourhood,,,Up the valley
"Ramsbottom, Upper",ward,North,e05000001,
Tottington,ward,North,,`;
const ADMIN = ['--admin-name', 'Tess Admin', '--admin-email', 'Tess@Example.org'];

async function ginnel(...argv: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const environment = { GINNEL_DATA: join(folder, 'data'), GINNEL_ORIGIN: ORIGIN };
  const program = createProgram({ environment, clock: systemClock, random: systemRandom, say: (line) => lines.push(line) });
  return { code: await program.run(argv), said: lines.join('\n') };
}

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const init = (...more: string[]) => ginnel('init', '--borough', 'Bury', '--code', 'E08000002', ...ADMIN, ...more);

describe('ginnel init', () => {
  it('sets up a borough from lists, once', async () => {
    const places = write('places.csv', `\uFEFF${PLACES}`);
    const organisations = write('organisations.csv', 'Name,Kind\r\n"Streets & Parks",service\r\nChesham Fold Residents,Group\r\n');
    expect((await init('--places', places, '--organisations', organisations, '--dry-run')).said).toContain(
      'Would set up 4 places, 2 organisations',
    );
    const done = await init('--places', places, '--organisations', organisations);
    expect(done).toEqual({
      code: 0,
      said: `Set up 4 places, 2 organisations, and tess@example.org as administrator.\nSign in at ${ORIGIN}/sign-in with that address.`,
    });
    const already = { code: 1, said: 'This installation has been set up already. Nothing was changed.' };
    expect(await init()).toEqual(already);
    expect(await init('--dry-run')).toEqual(already);
  });

  it('names every row that does not fit, and imports nothing', async () => {
    const places = write(
      'places.csv',
      `name,tier,parent,ons_code\nNorth,township,,\n,ward,,\nEast,neighbourhood,,\neast,ward,East,\nMoor,ward,Nowhere,\nHill,ward,East,E5\n`,
    );
    const organisations = write('organisations.csv', 'name,kind\nClub,society\n,group\n');
    const refused = await init('--places', places, '--organisations', organisations);
    expect(refused.code).toBe(1);
    expect(refused.said.split('\n')).toEqual([
      'places, line 2: The tier is “township”. Write neighbourhood or ward.',
      'places, line 3: The place has no name. Write its name.',
      'places, line 5: “east” stands in line 4 already. Keep one of the two lines.',
      'places, line 6: “Moor” lies in “Nowhere”, which is not in the list. Add that place, or write its name as it stands.',
      'places, line 7: “E5” is not an ONS code. Write nine characters such as E05000708, or leave it empty.',
      'organisations, line 2: The kind is “society”. Write group, service, agency, business.',
      'organisations, line 3: The organisation has no name. Write its name.',
      'Nothing was set up.',
    ]);
    expect((await init()).code).toBe(0);
  });

  it('answers in JSON when asked to', async () => {
    expect(JSON.parse((await init('--json')).said)).toEqual({ ok: true, places: 1, organisations: 0, administrator: 'tess@example.org' });
  });
});

describe('ginnel code', () => {
  it('lets the first administrator in without mail, in the browser that asked and nowhere else', async () => {
    await init();
    const read = readConfig({ GINNEL_DATA: join(folder, 'data'), GINNEL_ORIGIN: ORIGIN });
    if (!read.ok) throw new Error(read.faults.join(' '));
    const log = pino({ level: 'silent' });
    const pages = () => Promise.resolve(() => undefined);
    const server = await startServer({ config: { ...read.config, port: 0 }, clock: systemClock, random: systemRandom, log, pages });
    const tess = browser(`http://127.0.0.1:${server.port}`);
    expect((await ginnel('code', 'tess@example.org')).said).toContain('First ask for a link');
    await tess.fetch('/api/sign-in/link', { method: 'POST', body: { email: 'tess@example.org' } });
    const code = /: (\S+)$/.exec((await ginnel('code', 'Tess@example.org')).said)?.[1];
    const other = browser(`http://127.0.0.1:${server.port}`);
    expect((await other.fetch('/api/sign-in/link/confirm', { method: 'POST', body: { code } })).status).toBe(400);
    expect((await tess.fetch('/api/sign-in/link/confirm', { method: 'POST', body: { code } })).status).toBe(200);
    expect(await (await tess.fetch('/api/me')).json()).toMatchObject({ person: { name: 'Tess Admin' }, capacities: [{ role: 'admin' }] });
    await server.stop();
    expect(await ginnel('code', 'nobody@example.org')).toEqual({ code: 1, said: 'Nobody here has the address nobody@example.org.' });
  });
});

describe('ginnel backup, restore and doctor', () => {
  it('keep an installation: a backup is read back, restored elsewhere, and well', async () => {
    await init();
    const made = JSON.parse((await ginnel('backup', '--into', join(folder, 'backups'), '--json')).said) as { file: string };
    expect((await ginnel('verify-backup', made.file)).said).toBe('The backup is whole: 0 documents, 0 rows.');
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(2);
    expect((await ginnel('restore', made.file)).code).toBe(1);
    rmSync(join(folder, 'data'), { recursive: true });
    expect((await ginnel('restore', made.file)).code).toBe(0);
    const healthy = await ginnel('doctor', '--backups', join(folder, 'backups'));
    expect([healthy.code, healthy.said]).toEqual([0, expect.stringContaining('good    audit: 1 decisions, the chain is whole.')]);
    expect((await ginnel('doctor', '--backups', join(folder, 'nowhere'))).code).toBe(1);
    expect(await init()).toMatchObject({ code: 1 });
  });

  it('move an installation to another database, where it is the same, once', async () => {
    await init();
    const moved = await ginnel('move', join(folder, 'elsewhere'));
    expect([moved.code, moved.said]).toEqual([0, expect.stringContaining('every one is the same there')]);
    expect((await ginnel('move', join(folder, 'elsewhere'))).code).toBe(1);
  });

  it('say what is wrong with a file that is not there or is damaged', async () => {
    expect((await ginnel('verify-backup', join(folder, 'nothing.sqlite'))).code).toBe(1);
    await init();
    const made = JSON.parse((await ginnel('backup', '--into', folder, '--json')).said) as { file: string };
    const bytes = readFileSync(made.file);
    bytes.writeUInt8(bytes.readUInt8(5000) ^ 1, 5000);
    writeFileSync(made.file, bytes);
    const refused = await ginnel('verify-backup', made.file);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('hash differs');
  });
});

describe('ginnel audit-export and audit-verify', () => {
  it('prove offline that nothing was changed, and show when something was', async () => {
    await init();
    const file = join(folder, 'audit.json');
    expect((await ginnel('audit-export', file)).code).toBe(0);
    expect((await ginnel('audit-verify', file)).said).toBe('1 decisions, none changed, moved or taken out.');
    expect((await ginnel('audit-verify', file, '--head', file)).code).toBe(0);
    const exported = JSON.parse(readFileSync(file, 'utf8')) as { entries: { facts: string }[] };
    expect(JSON.stringify(exported)).not.toContain('tess');
    const edited = write(
      'edited.json',
      JSON.stringify({ ...exported, entries: exported.entries.map((entry) => ({ ...entry, facts: '{}' })) }),
    );
    expect(await ginnel('audit-verify', edited)).toEqual({ code: 1, said: 'Entry 1 is wrong: edited.' });
    const emptied = write('emptied.json', JSON.stringify({ ...exported, entries: [] }));
    expect(await ginnel('audit-verify', emptied)).toEqual({ code: 1, said: 'Entry 1 is wrong: missing.' });
    expect((await ginnel('audit-verify', write('other.json', '{}'))).said).toContain('is not an exported audit');
  });
});

describe('ginnel', () => {
  it('explains itself, and ends with 2 when it does not understand', async () => {
    const help = await ginnel('--help');
    expect(help.code).toBe(0);
    for (const command of ['init', 'code', 'backup', 'restore', 'move', 'doctor', 'audit-export', 'audit-verify'])
      expect(help.said).toContain(command);
    const whereToLook = 'ginnel --help lists the commands, ginnel <command> --help what each takes.';
    for (const [argv, said] of [
      [['conquer'], 'There is no command “conquer”.'],
      [['bakup'], 'There is no command “bakup”. Did you mean backup?'],
      [['doctor', '--jsn'], 'There is no option “--jsn”. Did you mean --json?'],
      [['--verison'], 'There is no option “--verison”. Did you mean --version?'],
      [['backup'], 'What is missing: --into <folder>.'],
      [['backup', '--into'], 'Nothing stands after --into <folder>.'],
      [['restore'], 'What is missing: <file>.'],
      [['restore', 'one', 'two'], 'Too many words: one, two. Expected: 1.'],
    ] as const) {
      expect(await ginnel(...argv)).toEqual({ code: 2, said: `${said} ${whereToLook}` });
    }
    expect(await ginnel()).toMatchObject({ code: 2, said: expect.stringContaining('Usage: ginnel') });
  });

  it('says which Ginnel it is', async () => {
    expect(await ginnel('--version')).toEqual({ code: 0, said: expect.stringMatching(/^Ginnel \d+\.\d+\.\d+(, commit [0-9a-f]{9})?$/) });
  });
});
