// `npm run suite -- <merge|rooms|people> [--long]`: the proofs of one part alone. Ends with the line `N passed, N failed`.

import { installWhenNeeded } from '../sync-server/launch/install.mjs';
import { browserStage } from './stages/browser.mjs';
import { systemProgramsStage } from './stages/needs.mjs';
import { performAll } from './stages/stage.mjs';
import { vitestStage } from './stages/vitest.mjs';

const say = (line) => console.log(line);

/** Many more rounds of what is left to chance. */
const isLong = process.argv.includes('--long');

const suites = {
  merge: () => [
    vitestStage('merge engine', 'unit', { folders: ['packages/merge/'] }),
    vitestStage('conformance', 'conformance'),
    vitestStage('hostile', 'hostile'),
  ],
  rooms: () => [
    systemProgramsStage,
    vitestStage('rooms', 'unit', {
      folders: ['packages/room/', 'packages/protocol/', 'packages/store/', 'packages/fanout/', 'sync-server/src/sync/'],
    }),
    vitestStage('simulation', 'simulation', isLong ? { timeLimitMs: 1_800_000, env: { GINNEL_SIMULATED_SEEDS: '5000' } } : {}),
    vitestStage('fault', 'fault', isLong ? { timeLimitMs: 3_600_000, env: { GINNEL_KILL_ROUNDS: '200' } } : {}),
  ],
  people: () => [
    vitestStage('people', 'unit', {
      folders: ['packages/accounts/', 'packages/api/', 'packages/domain/', 'packages/store/src/relational/', 'sync-server/src/'],
    }),
    vitestStage('the matrix of rights', 'conformance', { folders: ['tests/conformance/matrix/'] }),
    vitestStage('expunging', 'fault', { folders: ['tests/fault/expunge/'] }),
    vitestStage('security, item by item', 'architecture', { folders: ['tests/architecture/asvs'] }),
    browserStage('people in the browser', { files: ['people', 'capacity', 'expunge', 'refused'] }),
  ],
};

const name = process.argv[2] ?? '';
if (!Object.hasOwn(suites, name)) {
  console.error(`Which suite? npm run suite -- ${Object.keys(suites).join('|')}`);
  process.exit(2);
}
try {
  await installWhenNeeded(say);
  await performAll(suites[name](), say);
} catch (error) {
  say(error.message);
  say('0 passed, 1 failed');
  process.exitCode = 1;
}
