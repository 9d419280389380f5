// One stage of the checks: it says that it begins, keeps what it prints in a log, says how it went, and prints the log when it went wrong.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../sync-server/launch/run.mjs';

/** Where this run keeps its logs and counts. */
export const logs = mkdtempSync(join(tmpdir(), 'ginnel-test-'));

const heartbeatMs = 30_000;
const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

/**
 * A stage that is one command and counts as one check.
 *
 * @param {string} name as it is shown: `types`
 * @param {(options: {log: string, say: (line: string) => void}) => {command: string, args: string[], env?: object, cwd?: string}} command
 * @param count turns the ended run into `{ passed, failed, why? }`; without it, exit code 0 is one check passed
 */
export const stage = (name, command, { count, timeLimitMs = 900_000 } = {}) => ({
  name,
  async perform(say) {
    const startedMs = Date.now();
    say(`${name} …`);
    const log = join(logs, `${name.replaceAll(/\W+/g, '-')}.log`);
    let lastLine = '';
    const heartbeat = setInterval(() => say(`  … ${seconds(startedMs)}  ${lastLine.slice(0, 100)}`), heartbeatMs);
    const result = await outcomeOf(command, count, { log, timeLimitMs, onLine: (line) => (lastLine = line.trim() || lastLine), say });
    clearInterval(heartbeat);
    writeFileSync(log, result.output);
    if (result.failed > 0)
      say(`${result.output}\n  ✗ ${name}: ${result.why ?? `${result.failed} failed`} (${seconds(startedMs)}; log: ${log})`);
    else say(`  ✓ ${name}: ${result.passed} passed (${seconds(startedMs)})`);
    return { passed: result.passed, failed: result.failed };
  },
});

/** Nothing that goes wrong in a stage stops the next one: it is counted. */
const outcomeOf = async (command, count, { log, timeLimitMs, onLine, say }) => {
  try {
    const { command: program, args, ...options } = await command({ log, say });
    const ended = await run(program, args, { ...options, onLine, timeLimitMs });
    const counted = count ? count(ended, log) : ended.code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    return { output: ended.output, ...neverEmpty(counted, ended.code) };
  } catch (error) {
    return { output: error.message, passed: 0, failed: 1 };
  }
};

/** A stage that ran no test, or that ended badly without a failed test, has failed. */
const neverEmpty = ({ passed, failed, why }, code) => {
  if (failed === 0 && code !== 0) return { passed, failed: 1, why: why ?? `ended with exit code ${code}` };
  if (failed === 0 && passed === 0) return { passed, failed: 1, why: 'ran no test' };
  return { passed, failed, why };
};

/** Performs the stages in turn and prints the sum alone on the last line. The exit code says whether anything failed. */
export const performAll = async (stages, say) => {
  const startedMs = Date.now();
  const sum = { passed: 0, failed: 0 };
  const failedStages = [];
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (stopped = true));
  for (const one of stages) {
    if (stopped) break;
    const { passed, failed } = await one.perform(say);
    sum.passed += passed;
    sum.failed += failed;
    if (failed > 0) failedStages.push(one.name);
  }
  say(`\nTook ${seconds(startedMs)}. Logs: ${logs}`);
  if (failedStages.length > 0) say(`Failed: ${failedStages.join(', ')}`);
  say(`${sum.passed} passed, ${sum.failed} failed`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
};
