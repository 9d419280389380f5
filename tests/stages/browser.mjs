// The browser tests, by Playwright against the built server.

import { existsSync, readFileSync } from 'node:fs';
import { buildWebWhenNeeded } from '../../sync-server/launch/build-web.mjs';
import { inRoot, node24 } from '../../sync-server/launch/folders.mjs';
import { chromium } from './needs.mjs';
import { stage } from './stage.mjs';

const resultsOf = (log) => log.replace(/\.log$/, '.json');

export const browserStage = (name, { files = [], timeLimitMs = 1_800_000 } = {}) =>
  stage(
    name,
    async ({ log, say }) => {
      const path = await chromium(say);
      say(`  with ${path}`);
      await buildWebWhenNeeded((line) => say(`  ${line}`));
      return {
        command: node24(),
        args: [
          inRoot('tests/node_modules/@playwright/test/cli.js'),
          'test',
          '--config',
          inRoot('tests/e2e/playwright.config.ts'),
          '--reporter=list,json',
          ...files,
        ],
        cwd: inRoot('tests'),
        env: { ...process.env, CHROMIUM_PATH: path, PLAYWRIGHT_JSON_OUTPUT_FILE: resultsOf(log), NO_COLOR: '1', FORCE_COLOR: undefined },
      };
    },
    { count: (_, log) => countOf(resultsOf(log)), timeLimitMs },
  );

const countOf = (path) => {
  if (!existsSync(path)) return { passed: 0, failed: 1, why: 'left no results' };
  const { stats, errors } = JSON.parse(readFileSync(path, 'utf8'));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped + (stats.expected + stats.unexpected === 0 ? errors.length : 0),
  };
};
