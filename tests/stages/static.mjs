// Checks that read the code and run none of it, fastest first.

import { inRoot, node24 } from '../../sync-server/launch/folders.mjs';
import { stage } from './stage.mjs';
import { vitestStage } from './vitest.mjs';

const tool =
  (...args) =>
  () => ({ command: node24(), args: [inRoot('node_modules', args[0]), ...args.slice(1)] });

const prepare = () => ({ command: node24(), args: [inRoot('web/node_modules/@sveltejs/kit/svelte-kit.js'), 'sync'], cwd: inRoot('web') });

export const quickStages = [
  stage('format', tool('prettier/bin/prettier.cjs', '--config', '.config/prettier.json', '--check', '--log-level', 'warn', '.')),
  // SvelteKit writes the types of its routes, which the next stages read.
  stage('route types', prepare),
  stage('lint scripts', tool('oxlint/bin/oxlint', '-c', '.config/oxlint.json', '--type-aware', '--report-unused-disable-directives', '.')),
  stage('lint pages', tool('eslint/bin/eslint.js', '-c', '.config/eslint.config.js', 'web/src/**/*.svelte')),
  vitestStage('layers and habits', 'architecture'),
  stage('types', tool('typescript/bin/tsc', '-p', 'tsconfig.json')),
];

export const slowerStages = [
  stage('page types', () => ({ command: node24(), args: [inRoot('tests/stages/page-types.mjs')] })),
  stage('unused code', tool('knip/bin/knip.js', '--config', '.config/knip.ts', '--no-progress')),
];
