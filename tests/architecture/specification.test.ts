import { describe, expect, it } from 'vitest';
import { allFiles, isTest, linesMatching, scriptFiles, textOf } from './source-files.ts';

const specifications = allFiles.filter((path) => /^packages\/[^/]+\/SPEC\.md$/.test(path));
const tests = scriptFiles.filter(isTest);

/** A rule is defined where its id opens a line, behind the marks of a list, a table, a heading or bold type. */
const definition = /^[\s>|*#_`-]*([A-Z]{2}\d+)\b/;

const rulesIn = (path: string): readonly string[] =>
  textOf(path)
    .split('\n')
    .flatMap((line) => definition.exec(line)?.[1] ?? []);

/** One rule or several, in square brackets where a title begins. */
const quotation = /['"`]\[((?:[A-Z]{2}\d+)(?:[, ]+[A-Z]{2}\d+)*)\]/g;

const quotedIn = (path: string): readonly string[] =>
  [...textOf(path).matchAll(quotation)].flatMap((match) => match[1]?.split(/[, ]+/) ?? []);

const defined = specifications.flatMap(rulesIn);
const quoted = new Set(tests.flatMap(quotedIn));

describe('specifications', () => {
  it('there are rules, and tests that quote them', () => {
    expect(specifications).toContain('packages/merge/SPEC.md');
    expect(defined.length).toBeGreaterThan(20);
    expect(quoted.size).toBeGreaterThan(20);
  });

  it('a rule has one place where it is defined', () => {
    expect(defined.filter((id, index) => defined.indexOf(id) !== index)).toEqual([]);
  });

  it.each(specifications)('every rule of %s is quoted by a test', (path) => {
    expect(rulesIn(path).filter((id) => !quoted.has(id))).toEqual([]);
  });

  it('every quoted rule exists', () => {
    const unknown = [...quoted].filter((id) => !defined.includes(id));
    expect(unknown.flatMap((id) => linesMatching(tests, new RegExp(`\\[[^\\]]*\\b${id}\\b`)))).toEqual([]);
  });
});
