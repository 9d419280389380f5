// Runs one of Vitest's projects and counts its tests.

import { existsSync, readFileSync } from 'node:fs';
import { inRoot, node24 } from '../../sync-server/launch/folders.mjs';
import { stage } from './stage.mjs';

const resultsOf = (log) => log.replace(/\.log$/, '.json');

/**
 * @param {string} project a name in .config/vitest.config.ts
 * @param {string[]} folders only the tests whose path holds one of these
 */
export const vitestStage = (name, project, { folders = [], timeLimitMs, env = {} } = {}) =>
  stage(
    name,
    ({ log }) => ({
      command: node24(),
      args: [
        inRoot('node_modules/vitest/vitest.mjs'),
        'run',
        `--config=${inRoot('.config/vitest.config.ts')}`,
        `--project=${project}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${resultsOf(log)}`,
        ...folders,
      ],
      env: { ...process.env, CI: 'true', NO_COLOR: '1', ...env },
    }),
    { count: (_, log) => countOf(resultsOf(log)), ...(timeLimitMs === undefined ? {} : { timeLimitMs }) },
  );

/** Skipped tests count as failed: a check that was left out has not passed. */
const countOf = (path) => {
  if (!existsSync(path)) return { passed: 0, failed: 1, why: 'left no results' };
  const files = JSON.parse(readFileSync(path, 'utf8')).testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const brokenFiles = files.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((it) => it.status === 'failed'),
  );
  return { passed, failed: tests.length - passed + brokenFiles.length };
};
