import { DOCUMENT_KINDS, PHASES, type DocumentKind, type Phase } from '@ginnel/domain/documents';
import { STANDINGS, type Actor } from '@ginnel/domain/standing';
import { mayEdit } from '@ginnel/merge/admission/may-edit';
import { openRoots } from '@ginnel/merge/edits/open';
import { createLiveDocument } from '@ginnel/merge/live-document';
import { AMINA, IMRAN, type TestPerson } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { grow, PEOPLE, type Scene } from './scene.ts';
import { randomUpdate } from './random-updates.ts';
import { editsOfTable, fullScene, isAllowed, PARTY, type Need } from './table-edits.ts';

interface Attempt {
  readonly person: TestPerson;
  readonly actor: Actor;
  readonly phase: Phase;
}

/** Whoever makes an entry is its author; else Imran made them all. */
const attemptOf = ({ person, actor, phase }: Attempt, adds: boolean) => ({ ...actor, phase, isAuthor: adds || person === IMRAN });

const ATTEMPTS: readonly Attempt[] = [AMINA, IMRAN].flatMap((person) =>
  STANDINGS.flatMap((standing) =>
    [PARTY, 'residents', null].flatMap((party) => PHASES.map((phase) => ({ person, actor: { standing, party }, phase }))),
  ),
);

const MINE = 2 ** 45 + 12;

/** One update for each edit of the table, on a document that has something everywhere. */
function made(kind: DocumentKind): {
  scene: Scene;
  edits: { name: string; path: string; needs: readonly Need[]; adds: boolean; update: Uint8Array }[];
} {
  const scene = fullScene(kind, createLiveDocument);
  const edits = editsOfTable(kind).map(({ name, path, needs, adds, make }) => {
    const doc = new Y.Doc({ gc: false });
    openRoots(kind, doc);
    Y.applyUpdate(doc, scene.live.encode());
    doc.clientID = MINE;
    let update = new Uint8Array();
    doc.on('update', (each: Uint8Array) => (update = Uint8Array.from(each)));
    doc.transact(() => make(doc));
    return { name, path, needs, adds, update };
  });
  return { scene, edits };
}

describe.each(DOCUMENT_KINDS)('the rights table of a %s at the door', (kind) => {
  const { scene, edits } = made(kind);

  it.each(edits.map((edit) => [edit.name, edit] as const))(
    '[AD12] %s: exactly those who may, in the phases in which they may',
    (_, { needs, adds, update }) => {
      const wrong = ATTEMPTS.filter((attempt) => {
        const { person, actor, phase } = attempt;
        const judged = scene.live.judge(update, scene.by(person, { ...actor, phase }));
        return judged.ok !== isAllowed(needs, attemptOf(attempt, adds));
      });
      expect(wrong).toEqual([]);
    },
  );
});

it('[AD20] the web is told what the judge would say', () => {
  let asked = 0;
  for (const kind of DOCUMENT_KINDS) {
    const { scene, edits } = made(kind);
    for (const { name, path, needs, adds, update } of edits) {
      if (adds || name.startsWith('delete from')) continue;
      const isInText = name.includes(' in ');
      for (const { person, actor, phase } of ATTEMPTS) {
        const told = mayEdit(kind, isInText ? `${path}/#` : path, actor, phase, { isAuthor: person === IMRAN });
        const judged = scene.live.judge(update, scene.by(person, { ...actor, phase }));
        expect(needs.every(({ act }) => told[act])).toBe(judged.ok);
        if (!judged.ok) expect(told.why).toBe(judged.error.kind);
        asked++;
      }
    }
  }
  expect(asked).toBeGreaterThan(5000);
});

it('[AD12, AD4] of 100,000 random forbidden updates none is admitted', () => {
  const random = seededRandom(100_000);
  const tables = DOCUMENT_KINDS.map(made);
  const admitted: string[] = [];
  let forbidden = 0;
  for (let seed = 1; forbidden < 100_000; seed++) {
    // Without the right, by the table.
    for (let i = 0; i < 400; i++) {
      const { scene, edits } = random.pick(tables);
      const edit = random.pick(edits);
      const attempt = random.pick(ATTEMPTS);
      if (isAllowed(edit.needs, attemptOf(attempt, edit.adds))) continue;
      forbidden++;
      if (scene.live.judge(edit.update, scene.by(attempt.person, { ...attempt.actor, phase: attempt.phase })).ok) admitted.push(edit.name);
    }
    // Under somebody else's clientID, whatever it is.
    const scene = grow(seed, createLiveDocument, { maxSteps: 20 });
    for (let i = 0; i < 300; i++) {
      const person = random.pick(PEOPLE);
      const clients = PEOPLE.filter((each) => each !== person).flatMap((each) => scene.clientsOf(each));
      const update = randomUpdate(random, { doc: scene.mirror, kind: scene.kind, clients, behind: 0 });
      if (update[0] === 0) continue;
      forbidden++;
      if (scene.live.judge(update, scene.by(person)).ok) admitted.push(`seed ${seed}: ${Buffer.from(update).toString('hex')}`);
    }
  }
  expect(admitted).toEqual([]);
  expect(forbidden).toBeGreaterThanOrEqual(100_000);
});
