// svelte-check over the pages, and a canary: it must find a type error that is planted in a script and another in a component.
// Without the canary, a svelte-check that reads nothing would pass for ever.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot, node24 } from '../../sync-server/launch/folders.mjs';
import { run } from '../../sync-server/launch/run.mjs';
import { filesBelow } from '../../sync-server/launch/stamp.mjs';

const web = inRoot('web');
const check = (...args) =>
  run(node24(), [inRoot('web/node_modules/svelte-check/bin/svelte-check'), '--output', 'machine', '--fail-on-warnings', ...args], {
    cwd: web,
  });

const filesRead = (output) => Number(/COMPLETED (\d+) FILES/.exec(output)?.[1] ?? 0);

const complaints = [];

const pages = await check('--tsconfig', './tsconfig.json');
const components = filesBelow(inRoot('web', 'src')).filter((path) => path.endsWith('.svelte')).length;
if (pages.code !== 0) complaints.push(pages.output);
if (filesRead(pages.output) < components)
  complaints.push(`svelte-check read ${filesRead(pages.output)} files, but there are ${components} components.`);

const canary = inRoot('web', '.svelte-kit', 'canary');
mkdirSync(canary, { recursive: true });
writeFileSync(`${canary}/tsconfig.json`, JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts', '*.svelte'], exclude: [] }));
writeFileSync(`${canary}/planted.ts`, "export const planted: number = 'planted in a script';\n");
writeFileSync(
  `${canary}/Planted.svelte`,
  '<script lang="ts">\n  const planted: number = \'planted in a component\';\n</script>\n\n{planted}\n',
);
const planted = await check('--tsconfig', './.svelte-kit/canary/tsconfig.json');
rmSync(canary, { recursive: true });
for (const file of ['planted.ts', 'Planted.svelte']) {
  if (planted.code === 0 || !new RegExp(`ERROR "[^"]*${file}"`).test(planted.output))
    complaints.push(`svelte-check did not find the error in ${file}:\n${planted.output}`);
}

console.log(complaints.length === 0 ? `${filesRead(pages.output)} files read, both planted errors found` : complaints.join('\n'));
process.exitCode = complaints.length === 0 ? 0 : 1;
