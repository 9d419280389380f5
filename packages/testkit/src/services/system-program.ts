/** Finds a program that the operating system's packages bring, and installs the package when it is missing: tests never skip. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param aptPackage  the Debian or Ubuntu package that has it; installed with apt-get when we are root
 * @returns its path. Throws with what to install when it can be had neither way.
 */
export function systemProgram(program: string, aptPackage: string): string {
  const found = find(program);
  if (found !== null) return found;
  try {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore', env: environment });
    execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', aptPackage], { stdio: 'ignore', env: environment });
  } catch (cause) {
    throw new Error(`These tests need ${program}: install the package ${aptPackage}`, { cause });
  }
  const installed = find(program);
  if (installed === null) throw new Error(`The package ${aptPackage} brought no ${program}`);
  return installed;
}

/**
 * A command that ends with us, however we end: on Linux the kernel tells it.
 * @param signal  what it is told, without "SIG"
 */
export function endingWithUs(signal: string, program: string, args: readonly string[]): [string, string[]] {
  const setpriv = find('setpriv');
  return setpriv === null ? [program, [...args]] : [setpriv, ['--pdeathsig', signal, '--', program, ...args]];
}

/** PATH first, then where Debian keeps PostgreSQL's own programs, newest version first. */
function find(program: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', ...postgresFolders()];
  for (const folder of folders) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue; // the next folder may have it
    }
  }
  return null;
}

function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).toSorted((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}
