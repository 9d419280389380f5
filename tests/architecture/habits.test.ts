import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allFiles, codeFiles, isTest, linesMatching, root, scriptFiles, textOf } from './source-files.ts';

const lineCount = (path: string) => textOf(path).split('\n').length - 1;
const longerThan = (paths: readonly string[], lines: number) =>
  paths.filter((path) => lineCount(path) > lines).map((path) => `${path}: ${lineCount(path)} lines`);

/** These words are spelt in halves, as this file is read too. */
const word = (...halves: readonly string[]) => halves.join('');

describe('habits', () => {
  it('the top level holds exactly the agreed parts, beside dot-files and documents', () => {
    const parts = [
      'web',
      'sync-server',
      'packages',
      'tests',
      'docs',
      'pnpm-workspace.yaml',
      'pnpm-lock.yaml',
      'package.json',
      'tsconfig.json',
      'LICENSE',
    ];
    const notKept = ['node_modules', 'data'];
    const found = readdirSync(root).filter((name) => !name.startsWith('.') && !notKept.includes(name) && !/^[A-Z]+\.md$/.test(name));
    expect(found.toSorted()).toEqual(parts.toSorted());
    expect(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].filter((name) => !allFiles.includes(name))).toEqual([]);
  });

  it('no file of code is longer than 400 lines', () => {
    expect(longerThan(codeFiles, 400)).toEqual([]);
  });

  it('the architecture is told in 250 lines at most', () => {
    expect(longerThan(['ARCHITECTURE.md'], 250)).toEqual([]);
  });

  it('nothing is left for later in the code', () => {
    const later = new RegExp(
      `\\b(${[word('TO', 'DO'), word('FIX', 'ME'), word('HA', 'CK'), word('XX', 'X'), word('not imple', 'mented')].join('|')})\\b`,
    );
    expect(linesMatching(codeFiles, later)).toEqual([]);
  });

  it('no test is skipped, focused, empty or expected to fail', () => {
    const leftOut = new RegExp(
      `\\b(it|test|describe|suite)(\\.[a-z]+)*\\.(${['skip', 'skipIf', 'runIf', 'only', 'todo', 'fixme', 'fails', 'fail'].join('|')})\\b`,
    );
    expect(linesMatching(scriptFiles.filter(isTest), leftOut)).toEqual([]);
  });

  it('no test sleeps: it awaits an event or turns a fake clock', () => {
    const sleep = new RegExp(`${word('waitFor', 'Timeout')}\\(|${word('set', 'Timeout')}\\(\\s*(r|res|resolve|done)\\b`);
    const tests = scriptFiles.filter((path) => /\.(test|spec)\.ts$/.test(path));
    expect(linesMatching(tests, sleep)).toEqual([]);
  });

  it('no words of people become markup, code or commands', () => {
    const dangerous = new RegExp(
      `${word('{@', 'html')}|\\b${word('ev', 'al')}\\(|new ${word('Func', 'tion')}\\(|${word('inner', 'HTML')} =|${word('child_', 'process')}`,
    );
    const atWork = scriptFiles.filter((path) => /^(packages|web|sync-server)\/.*src\//.test(path) && !isTest(path));
    expect(linesMatching(atWork, dangerous).filter((line) => !/\/testing\/|packages\/testkit\//.test(line))).toEqual([]);
  });

  it('no checker is silenced', () => {
    const silenced = new RegExp(
      `${word('@ts-', 'ignore')}|${word('@ts-', 'nocheck')}|${word('eslint-', 'disable')}|${word('oxlint-', 'disable')}`,
    );
    expect(linesMatching(scriptFiles, silenced)).toEqual([]);
  });
});
