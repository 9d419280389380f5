#!/usr/bin/env node
/** `ginnel`: what the person who runs the machine does from a terminal. */
import { systemClock, systemRandom } from '../system.ts';
import { createProgram } from './program.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
process.exitCode = await createProgram({ environment: process.env, clock: systemClock, random: systemRandom, say }).run(
  process.argv.slice(2),
);
