/** The files of the repository as its own tests read them. Sees the work tree, not what is installed or built. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const leftOut = new Set(['node_modules', '.git', '.svelte-kit', 'build', 'data', 'test-results', 'playwright-report', 'coverage']);

/** A path from the root, with forward slashes: `packages/base/src/ids.ts`. */
export type FilePath = string;

const below = (folder: string): readonly FilePath[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (leftOut.has(entry.name) || /^\.(broken|variant)/.test(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? below(path) : [relative(root, path).split(sep).join('/')];
  });

export const allFiles: readonly FilePath[] = below(root).toSorted();

export const codeFiles = allFiles.filter((path) => /\.(ts|mts|js|mjs|svelte|css)$/.test(path));
export const scriptFiles = allFiles.filter((path) => /\.(ts|mts|js|mjs|svelte)$/.test(path));

/** Tests, benches, and the contract suites that a port ships for the tests of its adapters. */
export const isTest = (path: FilePath): boolean => /\.(test|spec|bench)\.ts$|\/src\/contract\//.test(path) || path.startsWith('tests/');

const texts = new Map<FilePath, string>();

export const textOf = (path: FilePath): string => {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(root, path), 'utf8');
  texts.set(path, text);
  return text;
};

/** Where a pattern stands, as `path:line: the line`. */
export const linesMatching = (paths: readonly FilePath[], pattern: RegExp): readonly string[] =>
  paths.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
