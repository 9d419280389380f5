import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '@ginnel/i18n/messages';
import { allFiles, type FilePath, textOf } from './source-files.ts';

const documents = allFiles.filter((path) => path.endsWith('.md') && !path.startsWith('tests/'));

const foldersOf = (path: FilePath): readonly FilePath[] => {
  const folder = posix.dirname(path);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
};

// What a build leaves behind does not count: whoever has just cloned the repository does not have it.
const kept = new Set([...allFiles, ...allFiles.flatMap(foldersOf)]);

const there = (path: FilePath): boolean => ['', '.ts', '.svelte.ts'].some((ending) => kept.has(path.replace(/\/$/, '') + ending));

/** `packages/merge/src/rights/table.ts` and the like, in backticks; a pattern (`*`, `<kind>`, `{a,b}`, `…`) names no one file. */
const pathsNamedIn = (path: FilePath): readonly FilePath[] =>
  [...textOf(path).matchAll(/`((?:packages|web|sync-server|tests|docs|\.ci|\.config)\/[^`\s:]*)`/g)]
    .map((match) => match[1] ?? '')
    .filter((named) => !/[*<{…]/.test(named));

const linksIn = (path: FilePath): readonly FilePath[] =>
  [...textOf(path).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map((match) => posix.join(posix.dirname(path), match[1] ?? ''));

describe('documents', () => {
  it('every file that is named exists', () => {
    const wrong = documents.flatMap((path) =>
      pathsNamedIn(path)
        .filter((named) => !there(named) && !there(posix.join(posix.dirname(path), named)))
        .map((named) => `${path} names ${named}`),
    );
    expect(documents.flatMap(pathsNamedIn).length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it('every link leads somewhere', () => {
    const wrong = documents.flatMap((path) =>
      linksIn(path)
        .filter((link) => !there(link))
        .map((link) => `${path} links to ${link}`),
    );
    expect(wrong).toEqual([]);
  });

  it('a guide calls things what the pages call them', () => {
    const words = JSON.stringify(LANGUAGES['en'], (_, value: unknown) =>
      typeof value === 'function' ? String(value) : value,
    ).toLowerCase();
    const guides = documents.filter((path) => path.startsWith('docs/guides/'));
    const called = guides.flatMap((path) => [...textOf(path).matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1] ?? ''));
    expect(called.length).toBeGreaterThan(10);
    expect(called.filter((name) => !words.includes(name.toLowerCase()))).toEqual([]);
  });

  it('every script that is named exists', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Record<string, string> };
    const wrong = documents.flatMap((path) =>
      [...textOf(path).matchAll(/npm run ([a-z][\w-]*)/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => name !== 'something' && !(name in scripts))
        .map((name) => `${path} names npm run ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});
