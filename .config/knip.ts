import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  workspaces: {
    '.': {
      // The tools read these files; nobody imports them.
      includeEntryExports: false,
      // Started by their paths, from tests/stages.
      ignoreDependencies: ['oxlint', 'oxlint-tsgolint', 'prettier', 'prettier-plugin-svelte'],
      entry: ['.config/*.{js,ts}'],
      project: ['.config/*.{js,ts}'],
    },
    'packages/*': { project: ['src/**/*.ts'] },
    'packages/testkit': { ignoreBinaries: ['apt-get'], entry: ['src/**/*.ts'], project: ['src/**/*.ts'] },
    'sync-server': {
      // Its files are served as they are.
      ignoreDependencies: ['swagger-ui-dist'],
      entry: ['src/**/*.test.ts', 'demo/**/*.test.ts', 'launch/{start,program}.mjs', 'launch/*.test.mjs'],
      project: ['src/**/*.ts', 'demo/**/*.ts', 'launch/*.mjs'],
    },
    web: {
      project: ['src/**/*.{ts,svelte}'],
      // Named in a style sheet.
      ignoreDependencies: ['@fontsource-variable/atkinson-hyperlegible-next'],
    },
    tests: {
      // Started by their paths: by npm scripts, by other tests, or by hand.
      entry: [
        '*.mjs',
        'stages/{page-types,*.test}.mjs',
        '*/run.ts',
        '*/*.config.ts',
        '**/*.{test,spec}.ts',
        'bench/servers/*',
        'conformance/corpus/make.ts',
        'conformance/two-people.ts',
      ],
      includeEntryExports: false,
      // Installed by the benches themselves, beside them.
      ignoreDependencies: [/^@hocuspocus\//, '@y/websocket-server'],
      ignoreBinaries: ['perf'],
      project: ['**/*.{ts,mjs}', '!bench/peers/**'],
    },
  },
  ignoreExportsUsedInFile: true,
  // A package's whole src is its door: without this, nothing behind it would ever be called unused.
  includeEntryExports: true,
};

export default config;
