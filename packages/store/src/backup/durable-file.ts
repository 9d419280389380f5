/** Puts a finished file in its place so that after a power cut it is there whole, or not at all. */
import { chmodSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Read and written by its user, and by nobody else. */
const OWN_ONLY = 0o600;

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
  return (part) => {
    copyFileSync(from, part);
    chmodSync(part, OWN_ONLY); // a copy has the mode of what it was made from, which may have been on anybody's disk
  };
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
