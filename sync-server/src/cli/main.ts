#!/usr/bin/env node
/** `ginnel`: what the person who runs the machine does from a terminal. */
import { systemClock, systemRandom } from '../system.ts';
import { createProgram } from './program.ts';
import { sayingProgress } from './progress.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);
// What it writes holds people's words and addresses: backups, restored databases and exports are for this user only.
process.umask(0o077);
const onProgress = sayingProgress(complain, () => performance.now());
const program = createProgram({ environment: process.env, clock: systemClock, random: systemRandom, say, complain, onProgress });
process.exitCode = await program.run(process.argv.slice(2));
