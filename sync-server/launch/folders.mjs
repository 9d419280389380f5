// Where things are. This folder is plain JavaScript without dependencies: it runs on the machine's own Node (20 or newer), before anything is installed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder of one package, `web` for example, or a file in it. */
export const inRoot = (...parts) => join(root, ...parts);

/** The Node 24 that the project runs on, brought by the `node` package. Spawned directly: pnpm in between would keep signals from reaching it. */
export const node24 = () => {
  const path = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(path)) throw new Error(`The project's own Node is missing at ${path}. Delete node_modules and try again.`);
  return path;
};
