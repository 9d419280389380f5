// Builds the pages with Vite, and only when a source has changed since the last build.

import { existsSync, readdirSync } from 'node:fs';
import { inRoot, node24 } from './folders.mjs';
import { run } from './run.mjs';
import { filesBelow, hashOf, stamp } from './stamp.mjs';

/** Pages are made of web and of packages; tests never end up in a page. */
const sources = () =>
  [
    inRoot('pnpm-lock.yaml'),
    ...filesBelow(inRoot('web')),
    ...readdirSync(inRoot('packages')).flatMap((name) => filesBelow(inRoot('packages', name, 'src'))),
  ].filter((path) => !path.endsWith('.test.ts'));

/**
 * @param {(line: string) => void} say told each step; silent when nothing needs doing
 * @throws Error that carries Vite's own words, when the build fails
 */
export const buildWebWhenNeeded = async (say) => {
  const built = stamp('built');
  const hash = hashOf(sources());
  if (built.is(hash) && existsSync(inRoot('web', 'build', 'handler.js'))) return;
  say('Building the pages …');
  const startedMs = Date.now();
  built.clear();
  const result = await run(node24(), [inRoot('web', 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: inRoot('web'),
  });
  if (result.code !== 0) throw new Error(`${result.output}\n\nBuilding the pages failed (exit code ${result.code}).`);
  built.set(hash);
  say(`Built in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
};
