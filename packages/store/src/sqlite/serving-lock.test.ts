import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from './open.ts';
import { StoreUnusable } from '../store.ts';
import { holdForServing, whileNotServed } from './serving-lock.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'ginnel-serving-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const done = (): Promise<string> => whileNotServed(folder, () => Promise.resolve('done'));

test('[ST18] a server is known to be at work on a folder whose database was moved away under it, until the last one lets go', async () => {
  const letGo = [holdForServing(folder), holdForServing(folder)];
  const store = await openSqliteStore({ folder });
  for (const name of readdirSync(folder).filter((one) => one.startsWith('ginnel.sqlite'))) {
    renameSync(join(folder, name), join(folder, `damaged-${name}`));
  }
  for (const one of letGo) {
    await expect(done()).rejects.toThrow(`A server is running on ${folder}`);
    one();
  }
  expect(await done()).toBe('done');
  await store.close();
});

test('[ST18] a server that was killed is at work no more, and leaves nothing to clear away', async () => {
  const lock = new URL('serving-lock.ts', import.meta.url).href;
  const program = `(await import(${JSON.stringify(lock)})).holdForServing(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000)`;
  const server = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(server.stdout, 'data');
  await expect(done()).rejects.toThrow('Stop it first');
  server.kill('SIGKILL');
  await once(server, 'exit');
  expect(await done()).toBe('done');
});

test('[ST18] no server begins while a restore is at work, and any may afterwards', async () => {
  await whileNotServed(folder, async () => {
    expect(() => holdForServing(folder)).toThrow(StoreUnusable);
    expect(() => holdForServing(folder)).toThrow(`A restore or a move is at work in ${folder}.`);
  });
  const failed = whileNotServed(folder, () => Promise.reject(new Error('the disk is full')));
  await expect(failed).rejects.toThrow('the disk is full');
  holdForServing(folder)();
  expect(readdirSync(folder)).toEqual(['serving.lock']);
});

test("[ST18] a folder that is missing is nobody's and is not made; one that cannot be written is for the store to explain", async () => {
  expect(await whileNotServed(join(folder, 'none'), () => Promise.resolve(readdirSync(folder)))).toEqual([]);
  writeFileSync(join(folder, 'file'), '');
  holdForServing(join(folder, 'file'))();
});
