/** What an operator's commands leave behind on a disk that is too small for them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createProgram } from '@ginnel/sync-server/cli/program';
import { systemClock, systemRandom } from '@ginnel/sync-server/system';
import { startPostgres } from '@ginnel/testkit/services/postgres';
import { createSmallDisk } from './small-disk.ts';

test(
  '[ST17] [ST18] a command that finds the disk full says so and leaves nothing that could pass for what was asked',
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ginnel-full-'));
    const postgres = await startPostgres();
    const disk = createSmallDisk(100);
    onTestFinished(async () => {
      disk.remove();
      rmSync(folder, { recursive: true });
      await postgres.remove();
    });
    const url = postgres.createDatabase();
    const ginnel = async (settings: Record<string, string>, ...argv: string[]) => {
      const lines: string[] = [];
      const environment = { GINNEL_DATA: join(folder, 'data'), ...settings };
      const program = createProgram({ environment, clock: systemClock, random: systemRandom, say: (line) => lines.push(line) });
      return { code: await program.run(argv), said: lines.join('\n') };
    };
    const init = ['init', '--borough', 'Bury', '--admin-name', 'Tess', '--admin-email', 'tess@example.org'];
    for (const settings of [{}, { DATABASE_URL: url }]) expect(await ginnel(settings, ...init)).toMatchObject({ code: 0 });
    expect(await ginnel({}, 'backup', '--into', join(folder, 'backups'))).toMatchObject({ code: 0 });
    const backup = join(folder, 'backups', readdirSync(join(folder, 'backups')).toSorted()[0] ?? '');

    const small = (name: string): string => join(disk.folder, name);
    const asked: readonly (readonly [Record<string, string>, ...string[]])[] = [
      [{}, 'backup', '--into', small('one')],
      [{ DATABASE_URL: url }, 'backup', '--into', small('two')],
      [{ GINNEL_DATA: small('three') }, 'restore', backup],
      [{}, 'move', small('four')],
      [{ DATABASE_URL: url }, 'move', small('five')],
    ];
    for (const [settings, ...argv] of asked) {
      expect(await ginnel(settings, ...argv)).toEqual({ code: 1, said: expect.stringMatching(/disk is full/) });
    }
    expect(
      readdirSync(disk.folder, { recursive: true })
        .map(String)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['five', 'four', 'one', 'three', 'two']);
  },
);
