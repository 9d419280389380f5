/** Makes the data folder, so that it is still there after a power cut. */
import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes the folder and those above it, and checks that it can be written. Throws what the file system says.
 * Not `mkdir` with `recursive`: Node's never returns where a folder exists and refuses children as "not found" (/proc).
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder);
  if (!existsSync(path)) {
    const parent = dirname(path);
    if (!existsSync(parent)) makeFolder(parent);
    mkdirSync(path);
    const handle = openSync(parent, 'r');
    fsyncSync(handle); // the name is in the parent
    closeSync(handle);
  }
  accessSync(path, constants.R_OK | constants.W_OK);
}
