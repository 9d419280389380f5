// Runs one program to its end, line by line.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './folders.mjs';

/**
 * Runs a program and hands each line that it prints to `onLine`.
 *
 * @returns `{ code, output }`; `code` is 127 when it could not be started and 124 when it ran longer than `timeLimitMs`. Never throws.
 */
export const run = (command, args, { onLine = () => {}, env = process.env, cwd = root, shell = false, timeLimitMs } = {}) =>
  new Promise((resolve) => {
    const lines = [];
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let timedOut = false;
    const timer =
      timeLimitMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGTERM');
            setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
          }, timeLimitMs);
    const passOn = (signal) => child.kill(signal);
    process.once('SIGINT', passOn).once('SIGTERM', passOn);
    const note = (line) => {
      lines.push(line);
      onLine(line);
    };
    const ended = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      if (timedOut) note(`stopped after ${Math.round(timeLimitMs / 1000)} s`);
      resolve({ code: timedOut ? 124 : code, output: lines.join('\n') });
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', note);
    child.once('error', (error) => {
      note(error.message);
      ended(127);
    });
    child.once('close', (code, signal) => ended(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
