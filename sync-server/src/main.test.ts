import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@ginnel/testkit/services/free-port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ginnel-main-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function start(environment: Record<string, string>): { child: ChildProcess; errors: () => string } {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], GINNEL_DATA: folder, ...environment } });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return { child, errors: () => errors };
}

async function ending(environment: Record<string, string>): Promise<{ code: number; said: string }> {
  const { child, errors } = start(environment);
  const [code] = (await once(child, 'close')) as [number];
  return { code, said: errors() };
}

async function takenPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  return { port: (holder.address() as AddressInfo).port, release: () => new Promise((resolve) => holder.close(() => resolve())) };
}

describe('the program', () => {
  it('says in one plain sentence what is wrong with a variable, and ends with 1', async () => {
    expect(await ending({ PORT: 'three' })).toEqual({ code: 1, said: 'PORT must be a port number from 1 to 65535.\n' });
  });

  it('says that its port is in use, and ends with 1', async () => {
    const { port, release } = await takenPort();
    const { code, said } = await ending({ PORT: String(port) });
    await release();
    expect(code).toBe(1);
    expect(said).toBe(`Port ${port} is in use by another program. Stop that program, or choose another port with PORT.\n`);
  });

  it('says that it cannot keep its data where it was told to, and ends with 1', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, said } = await ending({ GINNEL_DATA: join(folder, 'file', 'data') });
    expect(code).toBe(1);
    expect(said.trimEnd().split('\n')).toHaveLength(1);
    expect(said).toContain('Ginnel cannot keep its database in');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order within five seconds of %s, and says nothing', async (signal) => {
    const port = await freePort();
    const { child, errors } = start({ PORT: String(port), GINNEL_DEMO: '1' });
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null))?.status;
    await expect.poll(ready, { interval: 20 }).toBe(200);
    const told = performance.now();
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(0);
    expect(performance.now() - told).toBeLessThan(5_000);
    expect(errors()).toBe('');
  });
}, 120_000);
