import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: ['.config/*.{js,ts}'],
      project: ['.config/*.{js,ts}'],
      // Started by path: from sync-server/launch and tests/run.mjs.
      ignoreDependencies: ['node', 'oxlint-tsgolint', 'prettier-plugin-svelte'],
    },
    'packages/*': { entry: ['src/**/*.test.ts'], project: ['src/**/*.ts'] },
    'packages/testkit': { entry: ['src/**/*.ts'], project: ['src/**/*.ts'] },
    'sync-server': {
      entry: ['src/main.ts', 'src/**/*.test.ts', 'demo/**/*.test.ts', 'launch/{start,program}.mjs'],
      project: ['src/**/*.ts', 'demo/**/*.ts', 'launch/*.mjs'],
    },
    web: { project: ['src/**/*.{ts,svelte}'] },
    tests: {
      entry: ['*.mjs', '*/run.ts', '*/*.config.ts', '**/*.{test,spec}.ts'],
      project: ['**/*.{ts,mjs}', '!bench/peers/**'],
      ignoreDependencies: [/^@ginnel\//],
    },
  },
  ignoreExportsUsedInFile: true,
  includeEntryExports: true,
};

export default config;
