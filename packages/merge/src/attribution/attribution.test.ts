import { AMINA, EVERYONE, GRACE, IMRAN, testPerson } from '@ginnel/testkit/people';
import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import type { Author } from '@ginnel/domain/people';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { fieldsOf } from '../bindings/fields.ts';
import { addEntry, moveEntry, setValue, takeOut } from '../edits/entries.ts';
import { ownEdit, textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { createOwnUndo } from '../undo/own-undo.ts';
import { blame, blameText, type BlameRun } from './blame.ts';
import { changesSince } from './changes.ts';
import { decodeIndex, encodeIndex } from './codec.ts';
import { contributionsBy, contributionsTo, textsOf } from './contributions.ts';
import { indexOf } from './index.ts';
import { itemsOf, textOfItem } from './items.ts';
import { SHORTEST_MOVE } from './moved-words.ts';
import { RUN_MS } from './spans.ts';

const LIST = ['priorities'] as const;
const ID = 'p_00000001';

function pair(): { world: World; amina: Replica; imran: Replica } {
  const world = new World('priorities', [AMINA, IMRAN], seededRandom(1));
  return { world, amina: world.replicas[0] as Replica, imran: world.replicas[1] as Replica };
}

function write(replica: Replica, at: number, words: string): void {
  ownEdit(replica.doc, () => textAt(replica.doc, 'notes')?.insert(at, words));
}

function names(runs: readonly BlameRun[]): string[] {
  return runs.map(
    (run) => `${run.text}|${run.by?.author.personId ?? '?'}${run.deleted === null ? '' : `|-${run.deleted.author.personId}`}`,
  );
}

describe('blame', () => {
  it('[AT1] names the author of every run of a text, whoever sends it later and however it is split', () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'We need a crossing.');
    world.settle();
    world.nowMs += 60_000;
    write(imran, 8, 'safe ');
    world.settle();
    const index = indexOf(world.rows, world.leaseOf);
    expect(blame('priorities', world.server, 'notes', index)).toMatchObject({
      type: 'text',
      runs: [
        { text: 'We need ', by: { author: AMINA.author, route: 'typed', broughtBy: null } },
        { text: 'safe ', by: { author: IMRAN.author, atMs: world.nowMs } },
        { text: 'a crossing.', by: { author: AMINA.author } },
      ],
    });
  });

  it('[AT2] names who took words out, which is whoever sent the row', () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'one two three');
    world.settle();
    ownEdit(imran.doc, () => textAt(imran.doc, 'notes')?.delete(4, 4));
    world.settle();
    const index = indexOf(world.rows, world.leaseOf);
    const runs = blameText(world.replay().getText('notes'), index, { withDeleted: true });
    expect(names(runs)).toEqual(['one |amina', 'two |amina|-imran', 'three|amina']);
  });

  it('[AT3] names who added an entry and who set a value as it stands', () => {
    const { world, amina, imran } = pair();
    addEntry('priorities', amina.doc, LIST, { id: ID });
    world.settle();
    setValue(imran.doc, LIST, ID, 'outcome', 'health');
    world.settle();
    const index = indexOf(world.rows, world.leaseOf);
    expect(blame('priorities', world.server, `priorities/${ID}`, index)).toMatchObject({ by: { author: AMINA.author } });
    expect(blame('priorities', world.server, `priorities/${ID}/outcome`, index)).toMatchObject({
      value: 'health',
      by: { author: IMRAN.author },
    });
    expect(blame('priorities', world.server, 'priorities/p_00000009', index)).toBeNull();
  });

  it('[AT4] keeps the author of words that somebody else brings in, and says who brought them', () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'A suggestion');
    for (const update of amina.unsent.splice(0)) world.append(imran.person.author, update, 'suggested');
    const index = indexOf(world.rows, world.leaseOf);
    expect(blameText(world.server.getText('notes'), index)[0]).toMatchObject({
      by: { author: AMINA.author, broughtBy: IMRAN.author, route: 'suggested' },
    });
  });

  it('[AT5] equals the truth recorded by the test, for every character and value of random histories', () => {
    let characters = 0;
    let removed = 0;
    fc.assert(
      fc.property(honestHistories({ people: 4, maxSteps: 60 }), (history) => {
        const writer = new Map<string, Author>();
        const onEdit = (replica: Replica, what: string): void => {
          for (const character of /^[\u4e00-\uffff]+$/.test(what) ? what : [what]) writer.set(character, replica.person.author);
        };
        const world = play(history, { voice: 'unique', people: EVERYONE, onEdit });
        const { eraser, sentAtMs } = replayTruth(world);
        const index = indexOf(world.rows, world.leaseOf);
        const full = world.replay();
        for (const field of fieldsOf(history.kind, full)) {
          for (const text of textsOf(field)) {
            for (const run of blameText(text, index, { sittingMs: 0, withDeleted: true })) {
              for (const character of run.text) {
                characters++;
                expect(run.by?.author).toEqual(writer.get(character));
                // What came and went within one row was never seen, and was erased by the person who typed it.
                if (sentAtMs.has(character)) expect(Math.abs((run.by?.atMs ?? 0) - (sentAtMs.get(character) ?? 0))).toBeLessThan(RUN_MS);
                if (run.deleted === null) expect(eraser.has(character)).toBe(false);
                else expect(run.deleted.author).toEqual(eraser.get(character) ?? writer.get(character));
                if (run.deleted !== null) removed++;
              }
            }
          }
          if (field.type !== 'value') continue;
          const value = field.record.get(field.key);
          const truth = typeof value === 'string' ? writer.get(value) : undefined;
          const found = blame(history.kind, full, field.path, index);
          if (truth !== undefined && isUnique(value)) expect(found).toMatchObject({ type: 'value', by: { author: truth } });
        }
      }),
      { numRuns: 150 },
    );
    expect(characters).toBeGreaterThan(2000);
    expect(removed).toBeGreaterThan(20);
  });
});

describe('words that come back or move', () => {
  it('[AT10] are their author’s again when somebody undoes having deleted them', () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'We need a safe crossing here.');
    world.settle();
    const undo = createOwnUndo('priorities', imran.doc, { clock: { nowMs: () => 0 } });
    ownEdit(imran.doc, () => textAt(imran.doc, 'notes')?.delete(10, 14));
    world.settle();
    undo.undo();
    world.settle();
    const runs = blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf));
    expect(runs.map(({ text, by }) => [text, by?.author.personId, by?.broughtBy?.personId])).toEqual([
      ['We need a ', 'amina', undefined],
      ['safe crossing ', 'amina', 'imran'],
      ['here.', 'amina', undefined],
    ]);
  });

  it('[AT10] keep their authors when a paragraph is split or joined, and when a deleted one comes back', () => {
    const world = new World('plan', [AMINA, IMRAN], seededRandom(2));
    const [amina, imran] = world.replicas as [Replica, Replica];
    const textOf = (doc: Y.Doc, block: number): Y.XmlText =>
      (doc.getXmlFragment('strengths').get(block) as Y.XmlElement).get(0) as Y.XmlText;
    ownEdit(amina.doc, () => appendProse(amina.doc.getXmlFragment('strengths'), paragraphs('A library and a pool')));
    world.settle();
    ownEdit(imran.doc, () => textOf(imran.doc, 0).insert(20, ' and a hall'));
    world.settle();
    // Enter, as y-prosemirror writes it: the rest of the paragraph is deleted and written anew in a new one.
    ownEdit(imran.doc, () => {
      textOf(imran.doc, 0).delete(9, 22);
      appendProse(imran.doc.getXmlFragment('strengths'), paragraphs(' and a pool and a hall'));
    });
    world.settle();
    const authors = (): string[] =>
      [0, 1].flatMap((block) =>
        block < world.server.getXmlFragment('strengths').length
          ? blameText(textOf(world.server, block), indexOf(world.rows, world.leaseOf)).map(
              (run) => `${run.text}|${run.by?.author.personId}`,
            )
          : [],
      );
    expect(authors()).toEqual(['A library|amina', ' and a pool|amina', ' and a hall|imran']);
    const undo = createOwnUndo('plan', imran.doc, { clock: { nowMs: () => 0 } });
    ownEdit(imran.doc, () => imran.doc.getXmlFragment('strengths').delete(1, 1));
    world.settle();
    undo.undo();
    world.settle();
    expect(authors()).toEqual(['A library|amina', ' and a pool|amina', ' and a hall|imran']);
    // Backspace at the start of the second.
    ownEdit(imran.doc, () => {
      imran.doc.getXmlFragment('strengths').delete(1, 1);
      textOf(imran.doc, 0).insert(9, ' and a pool and a hall');
    });
    world.settle();
    expect(authors()).toEqual(['A library|amina', ' and a pool|amina', ' and a hall|imran']);
  });

  it('[AT11] are not claimed for an author by chance: words typed anew where others were deleted are the typist’s', () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'The town hall');
    world.settle();
    ownEdit(imran.doc, () => textAt(imran.doc, 'notes')?.delete(4, 9));
    for (const [i, letter] of [...'tower'].entries()) write(imran, 4 + i, letter);
    world.settle();
    expect(names(blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf)))).toEqual(['The |amina', 'tower|imran']);
  });

  it('[AT12] keep their author however few they are, when whoever took them out brings them back', () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'abcdef');
    world.settle();
    let nowMs = 0;
    const undo = createOwnUndo('priorities', imran.doc, { clock: { nowMs: () => (nowMs += 1000) } });
    for (const at of [5, 2, 0]) {
      ownEdit(imran.doc, () => textAt(imran.doc, 'notes')?.delete(at, textAt(imran.doc, 'notes')!.length - at));
      world.settle();
    }
    for (let i = 0; i < 3; i++) {
      undo.undo();
      world.settle();
    }
    const runs = blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf));
    expect(runs.map(({ text, by }) => [text, by?.author.personId, by?.broughtBy?.personId])).toEqual([['abcdef', 'amina', 'imran']]);
  });

  it('[AT12] a letter typed before one like it, which somebody else deleted meanwhile, is the typist’s', () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'a tree');
    world.settle();
    write(imran, 0, 'an elm, ');
    ownEdit(amina.doc, () => textAt(amina.doc, 'notes')?.delete(0, 1));
    world.send(amina);
    world.settle();
    const runs = blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf));
    expect(names(runs)).toEqual(['an elm, |imran', ' tree|amina']);
  });

  it('[AT12] keep their author through undo and redo in random histories', () => {
    let moved = 0;
    let characters = 0;
    let mistaken = 0;
    fc.assert(
      fc.property(honestHistories({ people: 3, maxSteps: 60 }), (history) => {
        const writer = new Map<string, Author>();
        const undos = new Map<Replica, Y.UndoManager>();
        const onEdit = (replica: Replica, what: string): void => {
          for (const character of what) writer.set(character, replica.person.author);
          if (!undos.has(replica)) undos.set(replica, createOwnUndo(history.kind, replica.doc, { clock: { nowMs: () => ticks++ * 1000 } }));
        };
        let ticks = 0;
        const onStep = (i: number, { replicas }: World): void => {
          const undo = undos.get(replicas[i % replicas.length] as Replica);
          if (i % 3 === 0) undo?.undo();
          else if (i % 7 === 0) undo?.redo();
        };
        const world = play(history, { voice: 'unique', onEdit, onStep });
        const index = indexOf(world.rows, world.leaseOf);
        moved += index.moved.size;
        for (const field of fieldsOf(history.kind, world.server)) {
          for (const text of textsOf(field)) {
            for (const item of itemsOf(text)) {
              const wrong = [...(item.deleted ? '' : (textOfItem(item) ?? ''))].map((character, i) =>
                writer.get(character)?.personId === index.written(item.id.client, item.id.clock + i)?.author.personId ? ' ' : character,
              );
              for (const stretch of wrong.join('').split(' ')) expect(stretch.length).toBeLessThan(SHORTEST_MOVE);
              characters += wrong.length;
              mistaken += wrong.filter((character) => character !== ' ').length;
            }
          }
        }
      }),
      { numRuns: 120 },
    );
    expect(moved).toBeGreaterThan(4);
    expect(mistaken / characters).toBeLessThan(0.01);
  });
});

describe('the index', () => {
  it('[AT6] is the same after its bytes are read back, and rows that repeat change nothing', () => {
    fc.assert(
      fc.property(honestHistories({ people: 3 }), fc.nat(5), (history, repeats) => {
        const world = play(history);
        const index = indexOf(world.rows, world.leaseOf);
        const bytes = encodeIndex(index);
        expect(encodeIndex(decodeIndex(bytes) as typeof index)).toEqual(bytes);
        const again = world.rows.slice(-repeats).map((row, i) => ({ ...row, author: GRACE.author, seq: world.rows.length + 1 + i }));
        const whole = { ...(world.rows.at(-1) as (typeof again)[0]), seq: 10_000, update: Y.encodeStateAsUpdate(world.server) };
        const repeated = indexOf([...world.rows, ...again, whole], world.leaseOf);
        expect([...repeated.writtenRanges()]).toEqual([...index.writtenRanges()]);
        expect([...repeated.deletedRanges()]).toEqual([...index.deletedRanges()]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('contributions', () => {
  it('[AT7] add up to the words that stand, by person and capacity, and sum by place', () => {
    const elsewhere = testPerson('noor', { place: 'ramsbottom' });
    const world = new World('priorities', [AMINA, IMRAN, elsewhere], seededRandom(3));
    const [amina, imran, noor] = world.replicas as [Replica, Replica, Replica];
    write(amina, 0, '12345');
    write(imran, 0, 'abc');
    write(noor, 0, 'xy');
    world.settle();
    ownEdit(imran.doc, () => textAt(imran.doc, 'notes')?.delete(0, world.server.getText('notes').length - 4));
    world.settle();
    const index = indexOf(world.rows, world.leaseOf);
    const lines = contributionsTo('priorities', world.server, index);
    expect(lines.reduce((sum, line) => sum + line.standingCharacters, 0)).toBe(4);
    expect(lines.find(({ author }) => author.personId === 'imran')?.deletions).toBe(6);
    const placeOf = (author: Author): string => (author.personId === 'noor' ? 'ramsbottom' : 'radcliffe-west');
    expect([...contributionsBy(lines, placeOf).keys()].sort()).toEqual(['radcliffe-west', 'ramsbottom']);
  });
});

describe('changesSince', () => {
  it('[AT8] tells what was written, removed, set, moved, added and taken out after a row, and nothing older', () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'old words');
    addEntry('priorities', amina.doc, LIST, { id: ID });
    addEntry('priorities', amina.doc, LIST, { id: 'p_00000002' });
    world.settle();
    const seq = world.rows.length;
    world.nowMs += 60_000;
    write(imran, 4, 'new ');
    ownEdit(imran.doc, () => textAt(imran.doc, 'notes')?.delete(0, 3));
    setValue(imran.doc, LIST, ID, 'outcome', 'health');
    moveEntry(imran.doc, LIST, ID, 1);
    takeOut(imran.doc, LIST, 'p_00000002');
    addEntry('priorities', imran.doc, LIST, { id: 'p_00000003' });
    world.settle();
    const changes = changesSince('priorities', world.replay(), indexOf(world.rows, world.leaseOf), { seq });
    expect(changes.map((change) => `${change.type} ${change.path}`).sort()).toEqual([
      'entry priorities/p_00000003',
      `moved priorities/${ID}`,
      'taken-out priorities/p_00000002',
      `value priorities/${ID}/outcome`,
      'words notes',
    ]);
    const words = changes.find((change) => change.type === 'words');
    expect(names(words?.added ?? [])).toEqual(['new |imran']);
    expect(names(words?.removed ?? [])).toEqual(['old|amina|-imran']);
    expect(changesSince('priorities', world.server, indexOf(world.rows, world.leaseOf), { seq: world.rows.length })).toEqual([]);
  });
});

/** Who erased each character, and when each came, seen in the rendered text row by row: knows nothing of ids. */
function replayTruth(world: World): { eraser: Map<string, Author>; sentAtMs: Map<string, number> } {
  const doc = new Y.Doc();
  const eraser = new Map<string, Author>();
  const sentAtMs = new Map<string, number>();
  let before = new Set<string>();
  for (const row of world.rows) {
    Y.applyUpdate(doc, row.update);
    const now = new Set<string>();
    for (const field of fieldsOf(world.kind, doc))
      for (const text of textsOf(field)) for (const run of text.toDelta()) for (const c of run.insert) now.add(c);
    for (const character of before) if (!now.has(character)) eraser.set(character, row.author);
    for (const character of now) if (!sentAtMs.has(character)) sentAtMs.set(character, row.atMs);
    before = now;
  }
  return { eraser, sentAtMs };
}

function isUnique(value: unknown): boolean {
  return typeof value === 'string' && /^([\u4e00-\uffff]+|id-.*)$/.test(value);
}

describe('the cost', () => {
  it('[AT9] is at most two bytes a character, with two people typing one row a keystroke and correcting themselves', () => {
    const random = seededRandom(9);
    const world = new World('priorities', [AMINA, IMRAN], random);
    let characters = 0;
    for (let i = 0; i < 4000; i++) {
      const replica = world.replicas[random.int(20) === 0 ? 1 : 0] as Replica;
      const text = textAt(replica.doc, 'notes') as Y.Text;
      const erases = text.length > 0 && random.int(10) === 0;
      if (erases) ownEdit(replica.doc, () => text.delete(text.length - 1, 1));
      else write(replica, random.int(30) === 0 ? random.int(text.length + 1) : text.length, 'x');
      characters += erases ? 0 : 1;
      world.nowMs += 100 + random.int(300);
      world.send(replica);
      if (random.int(5) === 0) for (const each of world.replicas) world.fetch(each);
    }
    const bytes = encodeIndex(indexOf(world.rows, world.leaseOf)).length;
    expect(characters).toBeGreaterThan(3000);
    expect(bytes / characters).toBeLessThan(2);
  });
});
