// What the tests need beside Node: a Chromium, and some of the system's programs. Uses what is there, else installs it and says so.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRoot, node24 } from '../../sync-server/launch/folders.mjs';
import { run } from '../../sync-server/launch/run.mjs';
import { stage } from './stage.mjs';

const inPath = (...names) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));

/** Debian's package, when this is Debian or a relative of it and we may install. */
const installFromDebian = async (packages, say) => {
  if (process.getuid?.() !== 0 || !inPath('apt-get')) return false;
  say(`  installing ${packages.join(' and ')} from the system's packages …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  if ((await install()).code === 0) return true;
  await run('apt-get', ['update'], { env });
  return (await install()).code === 0;
};

const playwright = () => inRoot('tests/node_modules/@playwright/test/cli.js');

/** Playwright's own Chromium, where it has been downloaded. */
const playwrightsChromium = async () => {
  const code = "process.stdout.write(require('@playwright/test').chromium.executablePath())";
  const { output } = await run(node24(), ['-e', code], { cwd: inRoot('tests') });
  return existsSync(output) ? output : undefined;
};

const chromiumThatIsThere = async () =>
  [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'].find(
    (path) => path && existsSync(path),
  ) ??
  inPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ??
  (await playwrightsChromium());

/** @returns the path of a Chromium. @throws Error that says what to install, when there is none and none could be installed */
export const chromium = async (say) => {
  const there = await chromiumThatIsThere();
  if (there) return there;
  say('  no Chromium found: downloading the one that Playwright brings …');
  const root = process.getuid?.() === 0;
  const downloaded = await run(node24(), [playwright(), 'install', ...(root && inPath('apt-get') ? ['--with-deps'] : []), 'chromium']);
  if (downloaded.code !== 0) await installFromDebian(['chromium'], say);
  const found = await chromiumThatIsThere();
  if (!found)
    throw new Error('The browser tests need a Chromium. Install one, and name it with CHROMIUM_PATH when it is in an unusual place.');
  return found;
};

/** The programs of the operating system that tests of the store start for themselves, with the Debian package of each. */
const systemPrograms = [
  ['postgres', 'postgresql'],
  ['redis-server', 'redis-server'],
  ['strace', 'strace'],
  ['faketime', 'faketime'],
];

/** Finds or installs them before any test runs, so that two tests never install at once. */
export const systemProgramsStage = stage('system programs', ({ say }) => {
  say(`  uses what is there of ${systemPrograms.map(([program]) => program).join(', ')}, else installs the system's packages`);
  const code = `
    import { systemProgram } from '@ginnel/testkit/services/system-program';
    for (const [program, debianPackage] of ${JSON.stringify(systemPrograms)}) console.log(systemProgram(program, debianPackage));
  `;
  return { command: node24(), args: ['--input-type=module', '-e', code], cwd: inRoot('tests') };
});
