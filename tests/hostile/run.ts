/**
 * `npm run hostile -- --frames 10000 --seed 1 --json`: sends hostile frames to live documents, the named ones first, and
 * prints one JSON line. Ends with a failure when one was partly applied or made anything throw.
 */
import { createLiveDocument } from '@ginnel/merge/live-document';
import { AMINA } from '@ginnel/testkit/people';
import { parseArgs } from 'node:util';
import { framesFound } from './frames-found.ts';
import { framesNearLimits, type LargeFrame } from './frames-near-limits.ts';
import { framesOfDesign } from './frames-of-design.ts';
import { framesOfProse } from './frames-of-prose.ts';
import { proseScene, sceneOfFrames, type Frame } from './frames.ts';
import { send } from './hold.ts';
import { emptyReport, sendMutations, type Report } from './mutations.ts';
import type { Scene } from './scene.ts';

const { values: options } = parseArgs({
  options: {
    frames: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

function sendNamed(scene: Scene, frames: readonly Frame[], report: Report): void {
  for (const { name, update, expected, from = AMINA, phase = 'drafting', standing = 'member' } of frames) {
    const { verdict, changed, ms } = send(scene, update, scene.by(from, { phase, standing }));
    report.frames++;
    report.slowestMs = Math.max(report.slowestMs, ms);
    if (verdict === null) report.crashes++;
    else if (changed || verdict.ok) report.partial++;
    else report.refused++;
    if (verdict === null || changed || verdict.ok || verdict.error.kind !== expected) report.firstFault ??= name;
  }
}

/** Not applied, so that each finds the same document. */
function sendLarge(scene: Scene, frames: readonly LargeFrame[], report: Report): void {
  for (const { name, update, expected } of frames) {
    const { verdict, changed, ms } = send(scene, update, scene.by(AMINA));
    report.frames++;
    report.slowestMs = Math.max(report.slowestMs, ms);
    const isAsExpected = verdict !== null && (verdict.ok ? null : verdict.error.kind) === expected;
    if (verdict === null) report.crashes++;
    else if (changed || (verdict.ok && expected !== null)) report.partial++;
    else if (verdict.ok) report.admitted++;
    else report.refused++;
    if (changed || !isAsExpected) report.firstFault ??= name;
  }
}

const wanted = Number(options.frames);
const report = emptyReport();
const deal = sceneOfFrames(createLiveDocument);
const plan = proseScene(createLiveDocument);
const named = [[deal, framesOfDesign(deal)] as const, [deal, framesFound(deal)] as const, [plan, framesOfProse(plan)] as const];
for (const [scene, frames] of named) sendNamed(scene, frames.slice(0, Math.max(0, wanted - report.frames)), report);
sendLarge(plan, framesNearLimits().slice(0, Math.max(0, wanted - report.frames)), report);
sendMutations(Math.max(0, wanted - report.frames), Number(options.seed), createLiveDocument, report);

const { frames, refused, admitted, partial, crashes, slowestMs, firstFault } = report;
const line = { frames, refused, partial, crashes, slowestMs: Number(slowestMs.toFixed(2)) };
if (options.json) console.log(JSON.stringify(line));
else console.log(`seed ${options.seed}: ${JSON.stringify({ ...line, admitted })}`);
if (firstFault !== null) console.error(firstFault);
if (partial + crashes > 0 || firstFault !== null) process.exitCode = 1;
