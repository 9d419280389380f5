/** Puts a finished file in its place so that after a power cut it is there whole, or not at all. */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes `file` by way of `file.part`, which `make` writes. Never overwrites: rejects when `file` is there. */
export async function placeFile(file: string, make: (part: string) => Promise<void> | void): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} is there already; nothing was changed`);
  const part = `${file}.part`;
  rmSync(part, { force: true }); // left by an attempt that was cut off
  try {
    await make(part);
    await sync(part);
    await rename(part, file);
    await sync(dirname(file));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

export function copyInto(from: string): (part: string) => void {
  return (part) => copyFileSync(from, part);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
