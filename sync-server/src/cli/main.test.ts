import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

it('what the program writes is for its user only: backups, restored databases and their folders', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  const ginnel = (data: string, ...asked: string[]): Record<string, unknown> => {
    const env = { ...process.env, GINNEL_DATA: at(data), DATABASE_URL: '' };
    return JSON.parse(execFileSync(process.execPath, [MAIN, ...asked, '--json'], { env, encoding: 'utf8' })) as Record<string, unknown>;
  };
  ginnel('data', 'init', '--borough', 'Bury', '--admin-name', 'Tess', '--admin-email', 'tess@example.org');
  const { file } = ginnel('data', 'backup', '--into', at('backups'));
  chmodSync(String(file), 0o644); // as from a stick
  ginnel('restored', 'restore', String(file));
  chmodSync(String(file), 0o600);
  for (const name of ['data', 'backups', 'restored']) {
    const files = readdirSync(at(name));
    expect(files.length).toBeGreaterThan(0);
    for (const path of [at(name), ...files.map((one) => join(at(name), one))]) expect(statSync(path).mode & 0o077, path).toBe(0);
  }
});
