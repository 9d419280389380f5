/** Holds the judge of structs against the judge by trial, one update at a time. */
import type { Refusal } from '@ginnel/domain/refusals';
import type { Result } from '@ginnel/base/result';
import type { Admitted } from '@ginnel/merge/contract';
import { meaningHash } from '@ginnel/merge/canonical/hash';
import { project } from '@ginnel/merge/canonical/project';
import { openRoots } from '@ginnel/merge/edits/open';
import type { SeededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';
import { judgeByTrial } from './judge-by-trial.ts';
import { randomUpdate } from './random-updates.ts';
import { anySender, grow, PEOPLE, type MakeLive, type Scene } from './scene.ts';

type Verdict = Result<Admitted, Refusal>;

/** Reasons that have to do with form and not with rights: the judge may be stricter than Yjs in these. */
const FORM: ReadonlySet<string> = new Set(['malformed', 'too-large', 'bad-value', 'gap']);

/** Null when the verdicts agree, else how they do not. */
export function disagreement(quick: Verdict, slow: Verdict): string | null {
  if (quick.ok && slow.ok) {
    const [ours, truth] = [quick.value, slow.value].map((each) =>
      JSON.stringify({ ...each, claims: each.claims.toSorted((a, b) => a - b) }),
    );
    return ours === truth ? null : `admitted as ${ours}, but Yjs did ${truth}`;
  }
  if (quick.ok) return `admitted as ${JSON.stringify(quick.value)}, but it is ${JSON.stringify(slow)}`;
  if (!slow.ok || FORM.has(quick.error.kind)) return null;
  const hasEffects = slow.value.inserted.length + slow.value.deleted.length > 0;
  return hasEffects ? `refused as ${JSON.stringify(quick.error)}, but allowed: ${JSON.stringify(slow.value)}` : null;
}

export interface Tally {
  judged: number;
  admitted: number;
  refused: number;
}

/** Replicas that come later: by the log in merged batches, as a room sends it, and by the state. Null when they mean the same. */
function laterReplicas(scene: Scene): string | null {
  const byBatches = new Y.Doc({ gc: false });
  const byState = new Y.Doc();
  for (const doc of [byBatches, byState]) openRoots(scene.kind, doc);
  for (let i = 0; i < scene.log.length; i += 5) Y.applyUpdate(byBatches, Y.mergeUpdates(scene.log.slice(i, i + 5)));
  Y.applyUpdate(byState, scene.live.encode());
  for (const doc of [byBatches, byState]) {
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return 'a later replica waits for something';
    if (meaningHash(project(scene.kind, doc)) !== scene.hash()) return 'a later replica means something else';
  }
  return null;
}

/** Random updates to a document grown from a seed, until verdicts or replicas part. Returns what went wrong, or null. */
export function explore(seed: number, random: SeededRandom, make: MakeLive, updates: number, tally: Tally): string | null {
  const scene = grow(seed, make);
  for (let i = 0; i < updates; i++) {
    const { person, by } = anySender(scene, random);
    const others = random.int(8) === 0 ? PEOPLE.flatMap((each) => scene.clientsOf(each)) : [];
    const clients = [...scene.clientsOf(person), 4242 + random.int(3), ...others];
    const update = randomUpdate(random, { doc: scene.mirror, kind: scene.kind, clients });
    const before = scene.live.encode();
    const quick = scene.live.judge(update, by);
    tally.judged++;
    const where = `seed ${seed}, update ${i}, ${Buffer.from(update).toString('hex')}`;
    const wrong = disagreement(quick, judgeByTrial(scene.kind, before, update, by));
    if (wrong !== null) return `${where}: ${wrong}`;
    if (!quick.ok) {
      tally.refused++;
      if (!Buffer.from(scene.live.encode()).equals(before)) return `${where}: refused, and yet the document changed`;
      continue;
    }
    tally.admitted++;
    try {
      scene.take(update, quick.value, person.author);
    } catch (thrown) {
      return `${where}: a replica threw ${String(thrown)}`;
    }
    if (scene.hash() !== scene.mirrorHash()) return `${where}: replicas part`;
  }
  return laterReplicas(scene);
}
