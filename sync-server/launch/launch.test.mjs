import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inRoot } from './folders.mjs';
import { run } from './run.mjs';
import { filesBelow, hashOf } from './stamp.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ginnel-launch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const node = (code, options) => run(process.execPath, ['-e', code], options);

describe('stamps', () => {
  it('a source that changes, comes or goes makes another stamp, and nothing else does', () => {
    const source = join(folder, 'page.ts');
    writeFileSync(source, 'one');
    const first = hashOf(filesBelow(folder));
    expect(hashOf(filesBelow(folder))).toBe(first);
    writeFileSync(source, 'two');
    expect(hashOf(filesBelow(folder))).not.toBe(first);
    writeFileSync(source, 'one');
    writeFileSync(join(folder, 'another.ts'), '');
    expect(hashOf(filesBelow(folder))).not.toBe(first);
    rmSync(join(folder, 'another.ts'));
    expect(hashOf(filesBelow(folder))).toBe(first);
  });
});

describe('running a program', () => {
  it('hands over each line of both outputs and the exit code', async () => {
    const lines = [];
    const result = await node("console.log('out'); console.error('err'); process.exitCode = 3", { onLine: (line) => lines.push(line) });
    expect(result.code).toBe(3);
    expect(new Set(lines)).toEqual(new Set(['err', 'out']));
  });

  it('a program that cannot be started is an answer, not an exception', async () => {
    expect(await run(join(folder, 'no-such-program'), [])).toMatchObject({ code: 127 });
  });

  it('a program over its time is stopped together with what it started', async () => {
    const child = "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).pid";
    const { code, output } = await node(`console.log(${child}); setInterval(() => {}, 1000)`, { timeLimitMs: 1_000 });
    expect(code).toBe(124);
    expect(output).toMatch(/stopped after 1 s/);
    const grandchild = Number(output.split('\n')[0]);
    expect(grandchild).toBeGreaterThan(1);
    await expect.poll(() => isRunning(grandchild)).toBe(false);
  });
});

const isRunning = (pid) => {
  try {
    process.kill(pid, 0);
    // In a container without an init, nobody collects what has ended.
    const status = `/proc/${pid}/status`;
    return !(existsSync(status) && /^State:\s+Z/m.test(readFileSync(status, 'utf8')));
  } catch {
    return false;
  }
};

describe('starting', () => {
  it('a port that is in use is one plain sentence and a failure, before anything is installed', async () => {
    const other = createServer();
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address();
    const { code, output } = await run(process.execPath, [inRoot('sync-server/launch/start.mjs')], {
      env: { ...process.env, PORT: String(port) },
    });
    await new Promise((resolve) => other.close(resolve));
    expect(code).toBe(1);
    expect(output).toBe(`Port ${port} is in use by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`);
  });
});
