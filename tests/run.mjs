// `npm test`: installs what is needed and runs every check, fastest first. `npm run check` runs the quick ones.
// Ends with the line `N passed, N failed`.

import { installWhenNeeded } from '../sync-server/launch/install.mjs';
import { browserStage } from './stages/browser.mjs';
import { systemProgramsStage } from './stages/needs.mjs';
import { performAll } from './stages/stage.mjs';
import { quickStages, slowerStages } from './stages/static.mjs';
import { vitestStage } from './stages/vitest.mjs';

const say = (line) => console.log(line);

// The limits are for what hangs: on two cores of its own each takes a quarter of its time at most.
const provingStages = [
  systemProgramsStage,
  vitestStage('unit', 'unit', { timeLimitMs: 1_800_000 }),
  vitestStage('conformance', 'conformance', { timeLimitMs: 1_200_000 }),
  vitestStage('hostile', 'hostile', { timeLimitMs: 1_200_000 }),
  vitestStage('simulation', 'simulation', { timeLimitMs: 1_800_000 }),
  vitestStage('fault', 'fault', { timeLimitMs: 1_800_000 }),
  browserStage('browser'),
];

try {
  await installWhenNeeded(say);
  await performAll(process.argv[2] === 'check' ? quickStages : [...quickStages, ...slowerStages, ...provingStages], say);
} catch (error) {
  say(error.message);
  say('0 passed, 1 failed');
  process.exitCode = 1;
}
