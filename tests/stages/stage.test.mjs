import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { logs, stage } from './stage.mjs';

afterAll(() => rmSync(logs, { recursive: true }));

const node = (code) => () => ({ command: process.execPath, args: ['-e', code] });
const quietly = () => {
  const lines = [];
  return { lines, say: (line) => lines.push(line) };
};

describe('a stage', () => {
  it('that ends with 0 is one check passed, and says so without its output', async () => {
    const { lines, say } = quietly();
    expect(await stage('fine', node("console.log('noise')")).perform(say)).toEqual({ passed: 1, failed: 0 });
    expect(lines.join('\n')).toMatch(/✓ fine: 1 passed/);
    expect(lines.join('\n')).not.toMatch(/noise/);
  });

  it('that ends badly is one check failed, and shows all that it printed', async () => {
    const { lines, say } = quietly();
    expect(await stage('bad', node("console.log('the reason'); process.exitCode = 1")).perform(say)).toEqual({ passed: 0, failed: 1 });
    expect(lines.join('\n')).toMatch(/the reason/);
  });

  it('that ran no test has failed', async () => {
    const { lines, say } = quietly();
    const empty = stage('empty', node(''), { count: () => ({ passed: 0, failed: 0 }) });
    expect(await empty.perform(say)).toEqual({ passed: 0, failed: 1 });
    expect(lines.join('\n')).toMatch(/ran no test/);
  });

  it('whose tests passed and whose program then broke has failed', async () => {
    const broken = stage('broken', node('process.exitCode = 1'), { count: () => ({ passed: 7, failed: 0 }) });
    expect(await broken.perform(quietly().say)).toEqual({ passed: 7, failed: 1 });
  });

  it('that cannot begin is counted and does not stop the others', async () => {
    const cannot = stage('cannot', () => {
      throw new Error('no Chromium');
    });
    const { lines, say } = quietly();
    expect(await cannot.perform(say)).toEqual({ passed: 0, failed: 1 });
    expect(lines.join('\n')).toMatch(/no Chromium/);
  });
});
