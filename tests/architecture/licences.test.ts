import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './source-files.ts';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
}

const store = join(root, 'node_modules', '.pnpm');

/** `a@1.0.0` holds node_modules/a; `@s+a@1.0.0_peer@2` holds node_modules/@s/a. */
const nameIn = (folder: string): string => folder.slice(0, folder.indexOf('@', 1)).replace('+', '/');

/** What package.json states, else how the file beside it begins. */
const licenceOf = (folder: string, { license }: Manifest): string => {
  const stated = typeof license === 'object' ? license.type : license;
  const file = join(folder, 'LICENSE');
  return stated ?? (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n')[0] : undefined) ?? 'none stated';
};

const installed = readdirSync(store)
  .filter((folder) => folder.indexOf('@', 1) > 0)
  .map((folder) => join(store, folder, 'node_modules', nameIn(folder)))
  .filter((folder) => existsSync(join(folder, 'package.json')))
  .map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    return { package: `${manifest.name}@${manifest.version}`, licence: licenceOf(folder, manifest) };
  });

/** With a choice (`MIT OR GPL-3.0`), the freest counts. */
const isFree = (licence: string): boolean =>
  licence.split(/\s+OR\s+/i).some((one) => !/GPL|BUSL|BSL-1\.1|SSPL|Elastic|UNLICENSED|Commons-Clause/i.test(one));

it('no package that is installed keeps a council from using, changing or passing on what it runs', () => {
  expect(installed.length).toBeGreaterThan(200);
  expect(installed.filter(({ licence }) => licence === 'none stated' || !isFree(licence))).toEqual([]);
});
