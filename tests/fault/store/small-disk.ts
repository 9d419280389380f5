/** A disk so small that a test can fill it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  remove(): void;
}

/** Mounts a tmpfs, as root or by sudo without a password. Throws with what is missing when neither may. */
export function createSmallDisk(kilobytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'ginnel-disk-'));
  privileged('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=0777`, 'tmpfs', folder]);
  return {
    folder,
    remove: () => {
      privileged('umount', [folder]);
      rmdirSync(folder);
    },
  };
}

function privileged(program: string, args: readonly string[]): void {
  const isRoot = process.getuid?.() === 0;
  try {
    execFileSync(isRoot ? program : 'sudo', isRoot ? args : ['-n', program, ...args], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error(`This test needs to ${program} a small disk: run it as root, or where sudo asks for no password`, { cause });
  }
}
