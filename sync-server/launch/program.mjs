// Runs one of the project's programs on its own Node 24: `node sync-server/launch/program.mjs tests/bench/run.ts hall --json`.
// Installs first when that is needed; says so on standard error, so that standard output is the program's alone.

import { spawn } from 'node:child_process';
import { inRoot, node24, root } from './folders.mjs';
import { installWhenNeeded } from './install.mjs';

const [program, ...args] = process.argv.slice(2);
try {
  await installWhenNeeded((line) => console.error(line));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const child = spawn(node24(), [inRoot(program), ...args], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});
