/** Files that somebody keeps: each is there whole, or as it was before. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Makes or replaces `file`. Throws what the file system says, with the path, having changed nothing. */
export function writeWhole(file: string, text: string): void {
  const part = `${file}.part`;
  try {
    const handle = openSync(part, 'w');
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw Object.assign(error as NodeJS.ErrnoException, { path: file });
  }
}
