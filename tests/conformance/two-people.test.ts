import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const file = (path: string) => new URL(`../../${path}`, import.meta.url);

describe('the short program of the README', () => {
  const readme = readFileSync(file('README.md'), 'utf8');
  const program = readFileSync(file('tests/conformance/two-people.ts'), 'utf8');

  it('stands there as it is in the tests', () => {
    expect(readme).toContain('```ts\n' + program + '```');
  });

  it('prints what the README says', () => {
    const printed = execFileSync(process.execPath, [file('tests/conformance/two-people.ts').pathname], { encoding: 'utf8' });
    expect(readme).toContain('prints\n\n```\n' + printed + '```');
  });
});
