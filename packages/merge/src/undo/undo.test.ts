import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { AMINA, EVERYONE, GRACE, IMRAN } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import type { Author } from '@ginnel/domain/people';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { blameText } from '../attribution/blame.ts';
import { leaseOfWith } from '../attribution/bringing.ts';
import { textsOf } from '../attribution/contributions.ts';
import { indexOf } from '../attribution/index.ts';
import { fieldsOf } from '../bindings/fields.ts';
import { project } from '../canonical/project.ts';
import { addEntry, setValue } from '../edits/entries.ts';
import { ownEdit, textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { createOwnUndo } from './own-undo.ts';
import { takeBack } from './take-back.ts';
import type { Contribution } from './contribution.ts';

const LIST = ['priorities'] as const;
const ID = 'p_00000001';

function pair(kind: 'priorities' | 'plan' = 'priorities'): { world: World; amina: Replica; imran: Replica } {
  const world = new World(kind, [AMINA, IMRAN], seededRandom(1));
  return { world, amina: world.replicas[0] as Replica, imran: world.replicas[1] as Replica };
}

function write(replica: Replica, at: number, words: string): void {
  ownEdit(replica.doc, () => textAt(replica.doc, 'notes')?.insert(at, words));
}

function erase(replica: Replica, at: number, length: number): void {
  ownEdit(replica.doc, () => textAt(replica.doc, 'notes')?.delete(at, length));
}

/** Applies a moderator's undo to the world's log, as the server does. */
function apply(world: World, contribution: Contribution): ReturnType<typeof takeBack> {
  const taken = takeBack(world.kind, contribution, {
    rows: world.rows,
    leaseOf: world.leaseOf,
    moderator: GRACE.author,
    may: () => true,
    random: seededRandom(0xf0000001),
  });
  if (taken === null) return null;
  for (const { clientId, author } of taken.leases) world.leases.set(clientId, author);
  expect(taken.leases.every(({ clientId, author }) => leaseOfWith(() => null, taken)(clientId) === author)).toBe(true);
  world.append(GRACE.author, taken.update);
  return taken;
}

function whoWrote(world: World): string[] {
  return blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf)).map(
    (run) => `${run.text}|${run.by?.author.personId}`,
  );
}

describe('own undo', () => {
  const undoOf = (replica: Replica, world: World) => createOwnUndo(world.kind, replica.doc, { clock: { nowMs: () => world.nowMs } });

  it('[UN1] takes back what the person wrote and leaves what others wrote within it', () => {
    const { world, amina, imran } = pair();
    const undo = undoOf(amina, world);
    write(amina, 0, 'we need lights');
    world.settle();
    write(imran, 8, 'better ');
    world.settle();
    undo.undo();
    expect(amina.doc.getText('notes').toString()).toBe('better ');
    undo.redo();
    world.settle();
    expect(world.server.getText('notes').toString()).toBe('we need better lights');
  });

  it('[UN2] takes back a value unless somebody else has set it since', () => {
    const { world, amina, imran } = pair();
    addEntry('priorities', amina.doc, LIST, { id: ID, fields: { outcome: 'skills' } });
    world.settle();
    const undo = undoOf(amina, world);
    setValue(amina.doc, LIST, ID, 'outcome', 'health');
    undo.undo();
    expect(project('priorities', amina.doc).priorities[0]?.outcome).toBe('skills');
    undo.redo();
    world.settle();
    setValue(imran.doc, LIST, ID, 'outcome', 'jobs');
    world.settle();
    undo.undo();
    expect(project('priorities', amina.doc).priorities[0]?.outcome).toBe('jobs');
  });

  it('[UN3] hides an entry that was added and keeps a block that somebody else has written in', () => {
    const { world, amina, imran } = pair('plan');
    const undo = undoOf(amina, world);
    addEntry('plan', amina.doc, ['assets'], { id: 'a_00000001', fields: { name: 'Library' } });
    undo.undo();
    expect(project('plan', amina.doc).takenOut?.assets?.[0]?.name).toBe('Library');
    ownEdit(amina.doc, () => appendProse(amina.doc.getXmlFragment('strengths'), paragraphs('Mine')));
    world.settle();
    ownEdit(imran.doc, () => ((imran.doc.getXmlFragment('strengths').get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(4, ' and his'));
    world.settle();
    undo.undo();
    expect(project('plan', amina.doc).strengths).toEqual(paragraphs(' and his'));
  });

  it('[UN3] takes a block away that holds nothing but the own words, with the list in it', () => {
    const { world, amina } = pair('plan');
    const undo = undoOf(amina, world);
    const strengths = amina.doc.getXmlFragment('strengths');
    ownEdit(amina.doc, () => {
      const list = new Y.XmlElement('bulletList');
      const item = new Y.XmlElement('listItem');
      item.insert(0, [new Y.XmlElement('paragraph')]);
      list.insert(0, [item]);
      strengths.insert(0, [list]);
    });
    expect(strengths.length).toBe(1);
    undo.undo();
    expect(strengths.length).toBe(0);
  });

  it('[UN4] goes step by step: a pause or another field ends a step, by the clock that it is given', () => {
    const { world, amina } = pair();
    addEntry('priorities', amina.doc, LIST, { id: ID });
    const undo = undoOf(amina, world);
    write(amina, 0, 'one ');
    world.nowMs += 100;
    write(amina, 4, 'two ');
    world.nowMs += 5000;
    write(amina, 8, 'three');
    ownEdit(amina.doc, () => textAt(amina.doc, 'priorities', ID, 'title')?.insert(0, 'Title'));
    undo.undo();
    expect(project('priorities', amina.doc).priorities[0]?.title).toBe('');
    undo.undo();
    expect(amina.doc.getText('notes').toString()).toBe('one two ');
    undo.undo();
    expect(amina.doc.getText('notes').toString()).toBe('');
  });

  it("[UN5] never takes anything of anyone else's, in random histories", () => {
    let undone = 0;
    fc.assert(
      fc.property(honestHistories({ people: 3, maxSteps: 60 }), fc.nat(6), (history, times) => {
        const writer = new Map<string, string>();
        let undo: Y.UndoManager | null = null;
        let tick = 0;
        const world = play(history, {
          voice: 'unique',
          onEdit: (replica, what) => {
            if (replica.person === EVERYONE[0])
              undo ??= createOwnUndo(history.kind, replica.doc, { clock: { nowMs: () => (tick += 200) } });
            for (const character of what) writer.set(character, replica.person.author.personId);
          },
        });
        const replica = world.replicas[0] as Replica;
        const before = standing(history.kind, replica.doc);
        for (let i = 0; i < times; i++) (undo as Y.UndoManager | null)?.undo();
        const after = standing(history.kind, replica.doc);
        undone += [...before].filter((character) => !after.has(character)).length;
        const others = [...before].filter((character) => writer.get(character) !== replica.person.author.personId);
        expect(others.filter((character) => !after.has(character))).toEqual([]);
      }),
      { numRuns: 100 },
    );
    expect(undone).toBeGreaterThan(20);
  });
});

describe("a moderator's undo", () => {
  it("[UN6] of one contribution takes its words out and leaves everyone else's, also within", () => {
    const { world, amina, imran } = pair();
    write(amina, 0, 'Dogs are fine. ');
    world.settle();
    const first = world.rows.length + 1;
    write(imran, 5, 'LOUD WORDS ');
    world.settle();
    const seqs = new Set([first]);
    write(amina, 5, '(sic) ');
    write(imran, 0, 'Later. ');
    world.settle();
    apply(world, { seqs });
    expect(whoWrote(world)).toEqual(['Later. |imran', 'Dogs (sic) are fine. |amina']);
  });

  it('[UN7] a value that nobody had set before is not set after', () => {
    const { world, amina, imran } = pair();
    addEntry('priorities', amina.doc, LIST, { id: ID });
    world.settle();
    setValue(imran.doc, LIST, ID, 'outcome', 'jobs');
    world.settle();
    apply(world, { personId: IMRAN.author.personId });
    expect(project('priorities', world.server).priorities[0]?.outcome).toBe('');
  });

  it('[UN9] a block comes back with the attributes that it had when it was deleted, and with none that it had lost before', () => {
    const { world, amina, imran } = pair('plan');
    const strengths = amina.doc.getXmlFragment('strengths');
    ownEdit(amina.doc, () => {
      for (const start of [3, 5]) {
        const list = new Y.XmlElement('orderedList');
        list.setAttribute('start', start as unknown as string);
        strengths.push([list]);
      }
    });
    ownEdit(amina.doc, () => (strengths.get(1) as Y.XmlElement).removeAttribute('start'));
    world.settle();
    ownEdit(imran.doc, () => imran.doc.getXmlFragment('strengths').delete(0, 2));
    world.settle();
    apply(world, { personId: IMRAN.author.personId });
    const lists = world.server.getXmlFragment('strengths').toArray() as Y.XmlElement[];
    expect(lists.map((list) => list.getAttributes())).toEqual([{ start: 3 }, {}]);
  });

  it('[UN7] brings back what the contribution deleted and replaced, under its author', () => {
    const { world, amina, imran } = pair();
    addEntry('priorities', amina.doc, LIST, { id: ID, fields: { outcome: 'skills' } });
    write(amina, 0, 'A safe crossing for all');
    world.settle();
    erase(imran, 2, 5);
    setValue(imran.doc, LIST, ID, 'outcome', 'jobs');
    world.settle();
    apply(world, { personId: IMRAN.author.personId });
    expect(whoWrote(world)).toEqual(['A |amina', 'safe |amina', 'crossing for all|amina']);
    expect(project('priorities', world.server).priorities[0]?.outcome).toBe('skills');
    const index = indexOf(world.rows, world.leaseOf);
    expect(blameText(world.server.getText('notes'), index, { sittingMs: 0 })[1]?.by).toMatchObject({ broughtBy: GRACE.author });
  });

  it('[UN8] hides entries that the person added, except those in which others have written', () => {
    const { world, amina, imran } = pair();
    addEntry('priorities', imran.doc, LIST, { id: ID, fields: { title: 'His' } });
    addEntry('priorities', imran.doc, LIST, { id: 'p_00000002', fields: { title: 'His too' } });
    world.settle();
    ownEdit(amina.doc, () => textAt(amina.doc, 'priorities', ID, 'why')?.insert(0, 'My reason'));
    world.settle();
    const taken = apply(world, { personId: IMRAN.author.personId });
    expect(taken?.kept).toEqual([`priorities/${ID}`]);
    expect(project('priorities', world.server).priorities).toMatchObject([{ id: ID, title: '', why: 'My reason' }]);
    expect(project('priorities', world.server).takenOut?.priorities).toMatchObject([{ id: 'p_00000002' }]);
  });

  it('[UN9] brings back a deleted block of rich text with its marks and authors', () => {
    const { world, amina, imran } = pair('plan');
    const prose = [
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text' as const, text: 'What we have' }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text' as const, text: 'A ' },
          { type: 'text' as const, text: 'library', marks: [{ type: 'bold' }] },
        ],
      },
    ];
    ownEdit(amina.doc, () => appendProse(amina.doc.getXmlFragment('strengths'), prose));
    world.settle();
    ownEdit(imran.doc, () => imran.doc.getXmlFragment('strengths').delete(0, 2));
    world.settle();
    expect(project('plan', world.server).strengths).toEqual([]);
    apply(world, { personId: IMRAN.author.personId });
    expect(project('plan', world.server).strengths).toEqual(prose);
    const index = indexOf(world.rows, world.leaseOf);
    for (const field of fieldsOf('plan', world.server)) {
      for (const text of textsOf(field)) for (const run of blameText(text, index)) expect(run.by?.author).toEqual(AMINA.author);
    }
  });

  it('[UN7] gives a block the attribute back that the contribution had changed', () => {
    const { world, amina, imran } = pair('plan');
    const heading = { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text' as const, text: 'What we have' }] };
    ownEdit(amina.doc, () => appendProse(amina.doc.getXmlFragment('strengths'), [heading]));
    world.settle();
    ownEdit(imran.doc, () => (imran.doc.getXmlFragment('strengths').get(0) as Y.XmlElement).setAttribute('level', 4 as unknown as string));
    world.settle();
    apply(world, { personId: IMRAN.author.personId });
    expect(project('plan', world.server).strengths).toEqual([heading]);
  });

  it("[UN10] of a person, in random histories: none of theirs stands, everything of others' that stood still does, and authors stay true", () => {
    let brought = 0;
    fc.assert(
      fc.property(honestHistories({ people: 4, maxSteps: 60 }), fc.nat(3), (history, who) => {
        const writer = new Map<string, Author>();
        const onEdit = (replica: Replica, what: string): void => {
          for (const character of what) writer.set(character, replica.person.author);
        };
        const world = play(history, { voice: 'unique', people: EVERYONE, onEdit });
        const person = (EVERYONE[who] as (typeof EVERYONE)[0]).author.personId;
        const before = standing(history.kind, world.server);
        apply(world, { personId: person });
        const after = standing(history.kind, world.server);
        const own = (character: string): boolean => writer.get(character)?.personId === person;
        expect([...after].filter(own)).toEqual([]);
        expect([...before].filter((character) => !own(character) && !after.has(character))).toEqual([]);
        brought += [...after].filter((character) => !before.has(character)).length;
        const index = indexOf(world.rows, world.leaseOf);
        for (const field of fieldsOf(history.kind, world.server)) {
          for (const text of textsOf(field)) {
            for (const run of blameText(text, index, { sittingMs: 0 })) {
              for (const character of run.text) expect(run.by?.author.personId).toBe(writer.get(character)?.personId);
            }
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(brought).toBeGreaterThan(3);
  });
});

/** Every character that stands, whether its entry is in sight or not. */
function standing(kind: World['kind'], doc: Y.Doc): Set<string> {
  const characters = new Set<string>();
  for (const field of fieldsOf(kind, doc)) {
    for (const text of textsOf(field))
      for (const run of text.toDelta() as { insert: string }[]) for (const character of run.insert) characters.add(character);
  }
  return characters;
}
