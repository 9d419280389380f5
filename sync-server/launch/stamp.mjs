// A stamp remembers, by a hash of what went in, that a slow step was done. When nothing has changed, the step is left out.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot, root } from './folders.mjs';

const leftOut = new Set(['node_modules', '.svelte-kit', 'build', 'data', 'test-results']);

/** Every file below a folder, sorted, without what is installed or built. */
export const filesBelow = (folder) => {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (leftOut.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
};

export const hashOf = (files) => {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
};

/** @param {string} name such as `installed`; kept in node_modules, so that deleting node_modules forgets it. */
export const stamp = (name) => {
  const path = inRoot('node_modules', `.ginnel-${name}`);
  return {
    is: (hash) => existsSync(path) && readFileSync(path, 'utf8') === hash,
    set: (hash) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, hash);
    },
    clear: () => rmSync(path, { force: true }),
  };
};
