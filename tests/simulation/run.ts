/**
 * `node tests/simulation/run.ts --seeds 1000 [--from 1] [--long] [--json]`: one line with `seeds`, `acknowledged`, `lost`,
 * `diverged` and `variantsCaught`. A seed that fails is printed, and replays exactly with `--from <seed> --seeds 1`.
 */
import { parseArgs } from 'node:util';
import { Broken } from './broken.ts';
import { catchVariant } from './catch.ts';
import { simulate } from './simulation.ts';
import { VARIANTS } from './variants.ts';

const SEEDS_PER_VARIANT = 200;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    long: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const from = Number(values.from);
const seeds = Number(values.seeds) * (values.long ? 20 : 1);

let acknowledged = 0;
const failed: { seed: number; what: string }[] = [];
const broken = { lost: 0, diverged: 0, other: 0 };
for (let seed = from; seed < from + seeds; seed++) {
  try {
    acknowledged += simulate(seed).acknowledged;
  } catch (error) {
    failed.push({ seed, what: error instanceof Error ? error.message : String(error) });
    broken[error instanceof Broken && (error.rule === 'lost' || error.rule === 'diverged') ? error.rule : 'other'] += 1;
  }
}
const escaped: string[] = [];
for (const { name, subject } of VARIANTS) {
  const caught = catchVariant(await subject(), SEEDS_PER_VARIANT);
  if (caught === null) escaped.push(name);
  else if (!values.json) console.log(`caught at seed ${caught.seed}: ${name} (${caught.by})`);
}
for (const { seed, what } of failed.slice(0, 20)) console.error(`seed ${seed}: ${what}   (npm run simulate -- --from ${seed} --seeds 1)`);
for (const name of escaped) console.error(`not caught within ${SEEDS_PER_VARIANT} seeds: ${name}`);
const line = { seeds, acknowledged, ...broken, variants: VARIANTS.length, variantsCaught: VARIANTS.length - escaped.length };
console.log(values.json ? JSON.stringify(line) : line);
if (failed.length > 0 || escaped.length > 0) process.exitCode = 1;
