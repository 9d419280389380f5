/** Which Ginnel this is: its version, and the commit where that is known. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** As long as git shows it. */
const SHOWN = 9;

/**
 * @param named  what an image was built from, as its builder said (`GINNEL_COMMIT`); otherwise the clone around the program tells
 * @param root  the folder of the project
 */
export function versionOf(named: string | undefined, root = ROOT): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  const commit = named === undefined || named === '' ? commitOf(join(root, '.git')) : named;
  return commit === null ? `Ginnel ${version}` : `Ginnel ${version}, commit ${commit.slice(0, SHOWN)}`;
}

/** Read, not asked of git: it refuses whoever does not own the clone, and the service does not. */
function commitOf(git: string): string | null {
  const head = textOf(join(git, 'HEAD'));
  const ref = /^ref: (\S+)$/m.exec(head)?.[1];
  if (ref === undefined) return hashIn(head);
  const packed = textOf(join(git, 'packed-refs')).split('\n');
  return hashIn(textOf(join(git, ref))) ?? hashIn(packed.find((line) => line.endsWith(` ${ref}`)) ?? '');
}

function hashIn(text: string): string | null {
  return /^[0-9a-f]{40,64}\b/.exec(text)?.[0] ?? null;
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
