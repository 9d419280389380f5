import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allFiles, textOf } from './source-files.ts';

/** The items of OWASP ASVS 5.0 at levels 1 and 2, by number. */
const items = readFileSync(new URL('asvs-5.0.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

/** `| 6.2.1–6.2.12, 6.4.2 | how it is answered |` */
const rows = [...textOf('docs/security.md').matchAll(/^\| (\d[\d., –]*) \| (.+) \|$/gm)].map(([, listed = '', answer = '']) => ({
  answered: listed.split(', ').flatMap(expanded),
  answer,
}));

function expanded(range: string): string[] {
  const [first = '', last] = range.split('–');
  if (last === undefined) return [first];
  return items.slice(items.indexOf(first), items.indexOf(last) + 1);
}

/** `some.test.ts` “title”, “another title”: each title with the file that it is said to stand in. */
function testsNamedIn(answer: string): { file: string; title: string }[] {
  return [...answer.matchAll(/`([\w./-]+\.(?:test|spec)\.ts|sessions\/contract\.ts)`((?:,? (?:and )?“[^”]+(?:“#”)?[^”]*”)*)/g)].flatMap(
    ([, file = '', titles = '']) => [...titles.matchAll(/“((?:[^“”]|“#”)+)”/g)].map(([, title = '']) => ({ file, title })),
  );
}

describe('the answers to OWASP ASVS 5.0', () => {
  it('are one for each item of levels 1 and 2', () => {
    const answered = rows.flatMap((row) => row.answered);
    expect(items).toHaveLength(253);
    expect(answered.toSorted()).toEqual(items.toSorted());
  });

  it('name tests that there are', () => {
    const named = rows.flatMap(({ answer }) => testsNamedIn(answer));
    const found = ({ file, title }: { file: string; title: string }): boolean =>
      allFiles.some((path) => path.endsWith(`/${file}`) && textOf(path).includes(title));
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((each) => !found(each))).toEqual([]);
  });

  it('name files that there are', () => {
    const files = rows.flatMap(({ answer }) => [...answer.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`/g)].map(([, file = '']) => file));
    expect(files.filter((file) => !allFiles.some((path) => path.endsWith(`/${file}`)))).toEqual([]);
  });
});
