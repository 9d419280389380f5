import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { type FilePath, isTest, root, scriptFiles } from './source-files.ts';

/** Libraries that only some folders may know, so that each can be replaced in one place. */
const rooms: readonly { readonly library: RegExp; readonly folders: readonly FilePath[] }[] = [
  { library: /^(yjs|y-[a-z]+)(\/|$)/, folders: ['packages/merge/', 'packages/client/', 'packages/testkit/', 'web/src/lib/live/'] },
  {
    library: /^lib0(\/|$)/,
    folders: ['packages/merge/', 'packages/client/', 'packages/testkit/', 'packages/protocol/', 'packages/room/', 'web/src/lib/live/'],
  },
  { library: /^lucia(\/|$)/, folders: ['packages/accounts/'] },
];

describe('rooms for libraries', () => {
  for (const { library, folders } of rooms) {
    it(`${library.source} is imported in ${folders.join(', ')} only`, () => {
      const imports = scriptFiles
        .filter((path) => !isTest(path))
        .flatMap(importsOf)
        .filter(({ specifier }) => library.test(specifier));
      expect(imports.length).toBeGreaterThan(0);
      const wrong = imports.filter(({ from }) => !folders.some((folder) => from.startsWith(folder)));
      expect(wrong.map(({ from, specifier }) => `${from} imports ${specifier}`)).toEqual([]);
    });
  }

  it.each(['yjs', 'lib0', 'y-protocols'])('one copy of %s is installed: with two, documents stop recognising each other', (library) => {
    const installed = readdirSync(join(root, 'node_modules', '.pnpm')).filter((name) => name.startsWith(`${library}@`));
    expect(installed).toHaveLength(1);
  });
});
