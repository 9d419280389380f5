// Runs one program to its end, line by line.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './folders.mjs';

const hasGroups = process.platform !== 'win32';

/**
 * Runs a program and hands each line that it prints to `onLine`. SIGINT and SIGTERM are passed on to it and to what it started.
 *
 * @returns `{ code, output }`; `code` is 127 when it could not be started and 124 when it ran longer than `timeLimitMs`. Never throws.
 */
export const run = (command, args, { onLine = () => {}, env = process.env, cwd = root, shell = false, timeLimitMs = 3_600_000 } = {}) =>
  new Promise((resolve) => {
    const lines = [];
    // A group of its own, so that nothing which the program started outlives it.
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'], detached: hasGroups });
    const send = (signal) => {
      try {
        process.kill(hasGroups ? -child.pid : child.pid, signal);
      } catch {
        // It has ended already.
      }
    };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      send('SIGTERM');
      setTimeout(send, 5_000, 'SIGKILL').unref();
    }, timeLimitMs);
    process.on('SIGINT', send).on('SIGTERM', send);
    const note = (line) => {
      lines.push(line);
      onLine(line);
    };
    const ended = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', send).off('SIGTERM', send);
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
