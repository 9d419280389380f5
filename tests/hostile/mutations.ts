/** Valid updates with something wrong in their bytes, and what a live document makes of them. */
import { addEntry, placedIn, setValue } from '@ginnel/merge/edits/entries';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import { randomId } from '@ginnel/base/ports';
import { editProse } from '@ginnel/testkit/prose-edits';
import type { TestPerson } from '@ginnel/testkit/people';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import * as Y from 'yjs';
import { disagreement } from './compare.ts';
import { send } from './hold.ts';
import { judgeByTrial } from './judge-by-trial.ts';
import { grow, PEOPLE, type MakeLive, type Scene } from './scene.ts';

export interface Report {
  frames: number;
  refused: number;
  /** Admitted, and in truth what they were admitted as. */
  admitted: number;
  /** Refused and yet with a trace, or admitted as something else than Yjs made of them. */
  partial: number;
  /** The judge or Yjs threw. */
  crashes: number;
  slowestMs: number;
  /** What went wrong first, with all that is needed to see it again. */
  firstFault: string | null;
}

export function emptyReport(): Report {
  return { frames: 0, refused: 0, admitted: 0, partial: 0, crashes: 0, slowestMs: 0, firstFault: null };
}

const FRAMES_PER_SCENE = 250;

/** @param seed  the same seed sends the same frames */
export function sendMutations(frames: number, seed: number, make: MakeLive, report = emptyReport()): Report {
  for (let sent = 0; sent < frames; sent += FRAMES_PER_SCENE) {
    const sceneSeed = seed + sent / FRAMES_PER_SCENE;
    const random = seededRandom(sceneSeed);
    const scene = grow(sceneSeed, make);
    const edits = freshEdits(scene, random);
    const others = [...edits.map(({ update }) => update), ...random.shuffle(scene.log).slice(0, 10)];
    for (let i = 0; i < Math.min(FRAMES_PER_SCENE, frames - sent); i++) {
      const { update, person } = random.pick(edits);
      const sender = random.int(6) === 0 ? random.pick(PEOPLE) : person;
      judgeFrame(scene, mutate(update, others, random), sender, random, report, `seed ${sceneSeed}, frame ${i}`);
    }
  }
  return report;
}

function judgeFrame(scene: Scene, update: Uint8Array, person: TestPerson, random: SeededRandom, report: Report, where: string): void {
  const by = scene.by(person, { standing: random.int(8) === 0 ? 'visitor' : 'member' });
  const state = scene.live.encode();
  const { verdict, changed, ms } = send(scene, update, by);
  const fault = (kind: 'partial' | 'crashes', what: string) => {
    report[kind]++;
    report.firstFault ??= `${where}: ${what} ${Buffer.from(update).toString('hex')}`;
  };
  report.frames++;
  report.slowestMs = Math.max(report.slowestMs, ms);
  if (verdict === null) return fault('crashes', 'the judge threw');
  if (changed) return fault('partial', 'judging changed the document');
  if (!verdict.ok) {
    report.refused++;
    return;
  }
  const wrong = disagreement(verdict, judgeByTrial(scene.kind, state, update, by));
  if (wrong !== null) return fault('partial', wrong);
  report.admitted++;
  // Most are left out again, or those that follow from the same client would all be late.
  if (random.int(8) > 0) return;
  try {
    scene.take(update, verdict.value, person.author);
  } catch {
    return fault('crashes', 'Yjs threw');
  }
  if (scene.hash() !== scene.mirrorHash()) fault('partial', 'replicas part');
}

interface Edit {
  readonly update: Uint8Array;
  readonly person: TestPerson;
}

/** Edits that honest people would send next: each is alone right, for none of them is applied. */
function freshEdits(scene: Scene, random: SeededRandom): Edit[] {
  const edits: Edit[] = [];
  const { kind } = scene;
  for (const person of PEOPLE) {
    for (let i = 0; i < 8; i++) {
      const doc = new Y.Doc({ gc: false });
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(scene.mirror));
      doc.clientID = random.pick(scene.clientsOf(person));
      doc.once('update', (update: Uint8Array) => void edits.push({ update, person }));
      doc.transact(() => editSomething(kind, doc, random));
    }
  }
  return edits;
}

function editSomething(kind: Scene['kind'], doc: Y.Doc, random: SeededRandom): void {
  const { roots } = SHAPES[kind];
  const name = random.pick(Object.keys(roots).filter((each) => each !== 'comments'));
  const node = roots[name]!;
  if (node.type === 'text') {
    const text = doc.getText(name);
    text.insert(random.int(text.length + 1), random.pick(['a', 'bench ', '👋', 'é']));
    if (text.length > 6) text.delete(random.int(text.length - 4), 3);
  } else if (node.type === 'rich') {
    editProse(doc.getXmlFragment(name), { at: random.int(1000), amount: 1 + random.int(8), words: 'words ' });
  } else {
    const list = doc.getMap(name) as Y.Map<unknown>;
    const placed = placedIn(list);
    if (placed.length === 0 || random.int(3) === 0) addEntry(kind, doc, [name], { id: `e_${randomId(random, 12)}` });
    else setValue(doc, [name], random.pick(placed).id, 'position', `a${random.int(9)}V`);
  }
}

function mutate(update: Uint8Array, others: readonly Uint8Array[], random: SeededRandom): Uint8Array {
  const bytes = [...update];
  for (let times = random.int(4) === 0 ? 3 : 1; times > 0; times--) {
    const at = random.int(Math.max(1, bytes.length));
    switch (random.int(10)) {
      case 0:
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(8));
        break;
      case 2:
        bytes[at] = random.int(256);
        break;
      case 3:
        bytes.splice(at, 1 + random.int(3));
        break;
      case 4:
        bytes.splice(at, 0, ...random.bytes(1 + random.int(3)));
        break;
      case 5:
        bytes.length = at;
        break;
      case 6:
        bytes.splice(at, 0, ...bytes.slice(at, at + 1 + random.int(8)));
        break;
      case 7: {
        const other = random.pick(others);
        const from = random.int(other.length);
        bytes.splice(at, random.int(4), ...other.slice(from, from + 1 + random.int(12)));
        break;
      }
      case 8:
        bytes[at] = Math.max(0, Math.min(127, (bytes[at] ?? 0) + random.int(3) - 1));
        break;
      default:
        bytes.splice(at, 1, 0xff, 0xff, 0xff, 0x7f);
    }
  }
  return Uint8Array.from(bytes);
}
