// Installs the workspace's packages with a fixed pnpm, and only when the lockfile or a package.json has changed since the last time.

import { existsSync, readdirSync } from 'node:fs';
import { inRoot } from './folders.mjs';
import { run } from './run.mjs';
import { hashOf, stamp } from './stamp.mjs';

const pnpm = 'pnpm@12.21.0';

/** What decides what is installed. */
const manifests = () =>
  [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'web/package.json',
    'sync-server/package.json',
    'tests/package.json',
    ...readdirSync(inRoot('packages')).map((name) => `packages/${name}/package.json`),
  ]
    .map((path) => inRoot(path))
    .filter((path) => existsSync(path));

/**
 * @param {(line: string) => void} say told each step; silent when nothing needs doing
 * @throws Error with one plain sentence after pnpm's own words, when the install fails
 */
export const installWhenNeeded = async (say) => {
  const installed = stamp('installed');
  const hash = hashOf(manifests());
  if (installed.is(hash) && existsSync(inRoot('node_modules', 'node', 'bin'))) return;
  const first = !existsSync(inRoot('node_modules'));
  say(first ? 'Installing packages (the first time takes about a minute) …' : 'Installing packages, as they have changed …');
  const startedMs = Date.now();
  installed.clear();
  const args = [
    '--yes',
    '--prefer-offline',
    '--loglevel=error',
    pnpm,
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
  ];
  const result = await run('npx', args, {
    onLine: sayProgress(say),
    // CI: pnpm asks nothing.
    env: { ...process.env, CI: 'true', npm_config_update_notifier: 'false' },
    shell: process.platform === 'win32',
  });
  if (result.code !== 0) {
    const advice = result.output.includes('ERR_PNPM_OUTDATED_LOCKFILE')
      ? `A package.json asks for something that the lockfile does not hold: run npx --yes ${pnpm} install, and commit both.`
      : 'Check the network connection and the free disk space, then try again.';
    throw new Error(`${result.output}\n\nInstalling the packages failed (exit code ${result.code}). ${advice}`);
  }
  installed.set(hash);
  say(`Installed in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
};

/** pnpm's progress every two seconds at most, in our words. */
const sayProgress = (say) => {
  let lastMs = Date.now();
  return (line) => {
    const counts = /^Progress: resolved (\d+), reused (\d+), downloaded (\d+), added (\d+)/.exec(line);
    if (!counts || Date.now() - lastMs < 2_000) return;
    lastMs = Date.now();
    const [, resolved, reused, downloaded] = counts.map(Number);
    say(`  ${reused + downloaded} of ${resolved} packages`);
  };
};
