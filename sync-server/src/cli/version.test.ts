import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { versionOf } from './version.ts';

it('the commit is what the builder said, or where the clone stands, loose, packed or apart from every branch', () => {
  const root = mkdtempSync(join(tmpdir(), 'ginnel-version-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'package.json'), '{"version":"1.2.3"}');
  expect(versionOf('', root)).toBe('Ginnel 1.2.3');
  const git = (name: string, text: string): void => writeFileSync(join(root, '.git', name), text);
  mkdirSync(join(root, '.git', 'refs', 'heads'), { recursive: true });
  git('HEAD', 'ref: refs/heads/main\n');
  expect(versionOf(undefined, root)).toBe('Ginnel 1.2.3'); // nothing is committed yet
  git('packed-refs', `# pack-refs with: peeled\n${'c'.repeat(40)} refs/heads/other/refs/heads/main\n${'a'.repeat(40)} refs/heads/main\n`);
  expect(versionOf(undefined, root)).toBe('Ginnel 1.2.3, commit aaaaaaaaa');
  git('refs/heads/main', `${'b'.repeat(40)}\n`);
  expect(versionOf(undefined, root)).toBe('Ginnel 1.2.3, commit bbbbbbbbb');
  git('HEAD', `${'d'.repeat(40)}\n`);
  expect(versionOf(undefined, root)).toBe('Ginnel 1.2.3, commit ddddddddd');
  expect(versionOf('0123456789abcdef', root)).toBe('Ginnel 1.2.3, commit 012345678');
});
