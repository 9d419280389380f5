/** Holding words and restoring them: a moderator's undo of chosen words, and the undo of that undo. */
import type { Author } from '@ginnel/domain/people';
import { honestHistories, play, speaker, perform, type HonestHistory } from '@ginnel/testkit/honest-history';
import { AMINA, EVERYONE, GRACE, IMRAN } from '@ginnel/testkit/people';
import { seededRandom, type SeededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { blameText } from '../attribution/blame.ts';
import { textsOf } from '../attribution/contributions.ts';
import { indexOf } from '../attribution/index.ts';
import { fieldsOf } from '../bindings/fields.ts';
import type { Prose } from '../canonical/content.ts';
import { meaningHash } from '../canonical/hash.ts';
import { project } from '../canonical/project.ts';
import { addEntry } from '../edits/entries.ts';
import { ownEdit, textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { idsOfRow, isPlain, type ChosenIds, type Contribution } from './contribution.ts';
import { openHistory } from './history.ts';
import { contributionTo, findPassage, type Passage } from './passage.ts';
import { takeBack } from './take-back.ts';

const LIST = ['priorities'] as const;
const ID = 'p_00000001';

function pair(kind: 'priorities' | 'plan' = 'priorities'): { world: World; amina: Replica; imran: Replica } {
  const world = new World(kind, [AMINA, IMRAN], seededRandom(1));
  return { world, amina: world.replicas[0] as Replica, imran: world.replicas[1] as Replica };
}

/** Makes the forward edit as the server does. @returns the row, or null when there was nothing to do */
function forward(world: World, contribution: Contribution, random: SeededRandom): number | null {
  const { leaseOf } = world;
  const history = openHistory(world.kind, world.rows, leaseOf);
  const ids = chosenBy(world, contribution);
  const isQuick = ids !== null && isPlain(history, ids);
  const taken = takeBack(world.kind, isQuick ? ids : contribution, {
    rows: isQuick ? history : world.rows,
    leaseOf,
    moderator: GRACE.author,
    may: () => true,
    random,
    evenFromDeletedBlocks: true,
  });
  if (taken === null) return null;
  for (const { clientId, author } of taken.leases) world.leases.set(clientId, author);
  return world.append(GRACE.author, taken.update).seq;
}

/** The same as ids, where it is ids or one row. */
function chosenBy(world: World, contribution: Contribution): ChosenIds | null {
  if ('inserted' in contribution) return contribution;
  const [seq] = 'seqs' in contribution ? contribution.seqs : [];
  const row = world.rows.find((each) => each.seq === seq);
  return row === undefined ? null : idsOfRow(row.update);
}

function passageAt(world: World, path: string, quote: string): { passage: Passage; contribution: (person: Author) => Contribution } {
  const history = openHistory(world.kind, world.rows, world.leaseOf);
  const passage = findPassage(history, { path, quote });
  if (passage === null) throw new Error(`${quote} does not stand at ${path}`);
  return { passage, contribution: ({ personId }) => contributionTo(history, passage, personId) };
}

const random = seededRandom(0xf0000011);

describe('a passage', () => {
  it('[UN12] is found by its words whatever the white space, with whose they are, what stands around and what they replaced', () => {
    const { world, amina, imran } = pair();
    ownEdit(amina.doc, () => textAt(amina.doc, 'notes')?.insert(0, 'A safe  crossing\nfor all of us'));
    world.settle();
    ownEdit(imran.doc, () => {
      const notes = textAt(imran.doc, 'notes') as Y.Text;
      notes.delete(2, 5);
      notes.insert(2, 'LOUD ');
    });
    world.settle();
    const { passage } = passageAt(world, '', 'LOUD crossing for');
    expect(passage.path).toBe('notes');
    expect([passage.before, passage.after]).toEqual(['A ', ' all of us']);
    expect(passage.runs.map(({ words, author }) => [words, author.personId])).toEqual([
      ['LOUD ', 'imran'],
      [' crossing\nfor', 'amina'],
    ]);
    expect(passage.replaced).toMatchObject([{ words: 'safe ', author: AMINA.author, by: 'imran' }]);
    const history = openHistory(world.kind, world.rows, world.leaseOf);
    expect(findPassage(history, { path: 'notes', quote: 'not there' })).toBe(null);
    expect(findPassage(history, { path: '', quote: ' ' })).toBe(null);
  });

  it('[UN12] is not guessed where the same words stand in two fields: they may be two people’s', () => {
    const { world, amina, imran } = pair();
    const id = 'p_00000001';
    ownEdit(amina.doc, () => textAt(amina.doc, 'notes')?.insert(0, 'The same words again'));
    ownEdit(imran.doc, () => addEntry('priorities', imran.doc, ['priorities'], { id, fields: { why: 'These are the same words' } }));
    world.settle();
    const history = openHistory(world.kind, world.rows, world.leaseOf);
    expect(findPassage(history, { path: '', quote: 'same words' })).toBe(null);
    const authorAt = (path: string) => findPassage(history, { path, quote: 'same words' })?.runs.map(({ author }) => author.personId);
    expect(authorAt('notes')).toEqual(['amina']);
    expect(authorAt(`priorities/${id}/why`)).toEqual(['imran']);
    expect(findPassage(history, { path: '', quote: 'These are' })?.path).toBe(`priorities/${id}/why`);
  });
});

describe('holding words and restoring them', () => {
  it('[UN13] takes one person’s words out, brings back what they replaced, and restores both as they were', () => {
    const { world, amina, imran } = pair();
    ownEdit(amina.doc, () => textAt(amina.doc, 'notes')?.insert(0, 'A safe crossing'));
    world.settle();
    ownEdit(imran.doc, () => {
      const notes = textAt(imran.doc, 'notes') as Y.Text;
      notes.delete(2, 5);
      notes.insert(2, 'LOUD ');
    });
    world.settle();
    const before = meaningHash(project('priorities', world.server));
    const { contribution } = passageAt(world, 'notes', 'LOUD crossing');
    const held = forward(world, contribution(IMRAN.author), random) as number;
    expect(world.server.getText('notes').toString()).toBe('A safe crossing');
    forward(world, { seqs: new Set([held]) }, random);
    expect(world.server.getText('notes').toString()).toBe('A LOUD crossing');
    expect(meaningHash(project('priorities', world.server))).toBe(before);
  });

  it('[UN13] hides an entry that was all theirs, and shows it again with its words and values', () => {
    const { world, amina, imran } = pair();
    addEntry('priorities', imran.doc, LIST, { id: ID, fields: { title: 'Buy my things', outcome: 'jobs' } });
    addEntry('priorities', amina.doc, LIST, { id: 'p_00000002', fields: { title: 'Lights' } });
    world.settle();
    const before = project('priorities', world.server);
    const { contribution } = passageAt(world, `priorities/${ID}`, '');
    const held = forward(world, contribution(IMRAN.author), random) as number;
    expect(project('priorities', world.server).priorities.map(({ id }) => id)).toEqual(['p_00000002']);
    expect(JSON.stringify(project('priorities', world.server))).not.toContain('Buy my things');
    forward(world, { seqs: new Set([held]) }, random);
    expect(project('priorities', world.server)).toEqual(before);
  });

  it('[UN14] brings words back with their marks, also when others have changed everything around them or deleted their block', () => {
    const { world, amina, imran } = pair('plan');
    const prose: Prose = [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'We have a ' },
          { type: 'text', text: 'rotten', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' library' },
        ],
      },
      ...paragraphs('And a park'),
    ];
    ownEdit(imran.doc, () => appendProse(imran.doc.getXmlFragment('strengths'), prose));
    world.settle();
    const held = forward(world, passageAt(world, 'strengths', 'a rotten library').contribution(IMRAN.author), random) as number;
    world.settle();
    const strengths = amina.doc.getXmlFragment('strengths');
    ownEdit(amina.doc, () => ((strengths.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(3, 'much '));
    world.settle();
    const beside = world.rows.length;
    forward(world, { seqs: new Set([held]) }, random);
    expect(project('plan', world.server).strengths[0]).toEqual({
      type: 'paragraph',
      content: [
        { type: 'text', text: 'We much have a ' },
        { type: 'text', text: 'rotten', marks: [{ type: 'bold' }] },
        { type: 'text', text: ' library' },
      ],
    });
    expect(world.rows.length).toBe(beside + 1);
    world.settle();
    const again = forward(world, passageAt(world, 'strengths', 'a rotten library').contribution(IMRAN.author), random) as number;
    world.settle();
    ownEdit(amina.doc, () => strengths.delete(0, 1));
    world.settle();
    forward(world, { seqs: new Set([again]) }, random);
    expect(JSON.stringify(project('plan', world.server).strengths)).toContain('"text":"rotten","marks":[{"type":"bold"}]');
  });

  it('[UN15] taking back what somebody did to the marks of others’ words gives those words their marks back', () => {
    const { world, amina, imran } = pair('plan');
    const prose: Prose = [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'A ' },
          { type: 'text', text: 'library', marks: [{ type: 'bold' }] },
          { type: 'text', text: ' and more' },
        ],
      },
    ];
    ownEdit(amina.doc, () => appendProse(amina.doc.getXmlFragment('strengths'), prose));
    world.settle();
    const text = (imran.doc.getXmlFragment('strengths').get(0) as Y.XmlElement).get(0) as Y.XmlText;
    ownEdit(imran.doc, () => text.format(2, 7, { bold: null }));
    ownEdit(imran.doc, () => text.format(10, 3, { italic: {} }));
    world.settle();
    expect(project('plan', world.server).strengths).not.toEqual(prose);
    forward(world, { personId: IMRAN.author.personId }, random);
    expect(project('plan', world.server).strengths).toEqual(prose);
  });

  it('[UN16] in random histories: held words go and nobody else’s; restored with nothing between, all is as it was', () => {
    let holds = 0;
    fc.assert(
      fc.property(honestHistories({ people: 4, maxSteps: 60 }), fc.nat(10_000), (history, pick) => {
        const { world, writer } = told(history);
        const chosen = choose(world, pick);
        if (chosen === null) return;
        holds++;
        const before = { all: standing(world), content: project(history.kind, world.server), entries: inSight(world) };
        const held = forward(world, chosen.contribution, random);
        if (held === null) throw new Error('there was something to hold');
        const after = standing(world);
        expect([...before.all].filter((character) => !after.has(character))).toEqual(expect.arrayContaining(chosen.words));
        expect([...before.all].filter((character) => !after.has(character) && !chosen.words.includes(character))).toEqual([]);
        expect(chosen.words.filter((character) => after.has(character))).toEqual([]);
        forward(world, { seqs: new Set([held]) }, random);
        expect(project(history.kind, world.server)).toEqual(before.content);
        expect(inSight(world)).toEqual(before.entries);
        truthful(world, writer);
      }),
      { numRuns: 150 },
    );
    expect(holds).toBeGreaterThan(60);
  });

  it('[UN17] in random histories that go on: every held word comes back once, in order, by its author in their capacity, and others’ words are as without it', () => {
    let restored = 0;
    fc.assert(
      fc.property(honestHistories({ people: 4, maxSteps: 70 }), fc.nat(10_000), fc.nat(100), (history, pick, share) => {
        const cut = Math.floor((history.steps.length * share) / 100);
        const { world, writer, goOn } = told({ ...history, steps: history.steps.slice(0, cut) }, false);
        const chosen = choose(world, pick);
        if (chosen === null) return;
        const held = forward(world, chosen.contribution, random);
        if (held === null) throw new Error('there was something to hold');
        goOn(history.steps.slice(cut));
        world.settle();
        const before = standing(world);
        forward(world, { seqs: new Set([held]) }, random);
        const order = [...standing(world)];
        for (const character of chosen.words) expect(order.filter((each) => each === character)).toHaveLength(1);
        expect(order.filter((each) => chosen.words.includes(each))).toEqual(chosen.words);
        const brought = chosen.replaced.filter((each) => before.has(each));
        expect([...before].filter((each) => !order.includes(each) && !brought.includes(each))).toEqual([]);
        restored += chosen.words.length;
        truthful(world, writer);
      }),
      { numRuns: 150 },
    );
    expect(restored).toBeGreaterThan(60);
  });
});

/** Plays a history in which every character is written once, and remembers by whom. */
function told(history: HonestHistory, settled = true) {
  const writer = new Map<string, Author>();
  const onEdit = (replica: Replica, what: string): void => {
    for (const character of what) writer.set(character, replica.person.author);
  };
  const world = play(history, { voice: 'unique', people: EVERYONE, onEdit, settled });
  const more = seededRandom(history.seed + 1);
  const later = speaker('unique', more);
  // Other characters than those of the first part.
  const say = (length: number): string => [...later(length)].map((each) => String.fromCharCode(each.charCodeAt(0) + 0x2000)).join('');
  const goOn = (steps: HonestHistory['steps']): void => {
    for (const step of steps) perform(world, step, { random: more, say, onEdit });
  };
  return { world, writer, goOn };
}

/** Some words that stand, by one author, and what is theirs of the passage around. */
function choose(world: World, pick: number): { contribution: Contribution; words: string[]; replaced: string[] } | null {
  const fields = [...fieldsOf(world.kind, world.server)].filter((field) => textsOf(field).some((text) => text.length > 0));
  const field = fields[pick % Math.max(1, fields.length)];
  if (field === undefined) return null;
  const history = openHistory(world.kind, world.rows, world.leaseOf);
  const whole = findPassage(history, { path: field.path, quote: '' });
  const run = whole?.runs[pick % whole.runs.length];
  if (whole === null || run === undefined) return null;
  const { personId } = run.author;
  const mine = whole.runs.filter(({ author }) => author.personId === personId);
  return {
    contribution: contributionTo(history, whole, personId),
    words: mine.flatMap(({ words }) => [...words]),
    replaced: whole.replaced.filter(({ by }) => by === personId).flatMap(({ words }) => [...words]),
  };
}

/** Every character that stands, in order, whether its entry is in sight or not. */
function standing(world: World): Set<string> {
  const characters = new Set<string>();
  for (const field of fieldsOf(world.kind, world.server)) {
    for (const text of textsOf(field))
      for (const run of text.toDelta() as { insert: string }[]) for (const character of run.insert) characters.add(character);
  }
  return characters;
}

function inSight(world: World): string[] {
  return [...fieldsOf(world.kind, world.server)].flatMap((field) =>
    field.type === 'entry' && field.entry.get('removed') !== true ? [field.path] : [],
  );
}

/** Every character is by whoever wrote it, in the capacity in which they did. */
function truthful(world: World, writer: ReadonlyMap<string, Author>): void {
  const index = indexOf(world.rows, world.leaseOf);
  for (const field of fieldsOf(world.kind, world.server)) {
    for (const text of textsOf(field)) {
      for (const run of blameText(text, index, { sittingMs: 0 })) {
        for (const character of run.text) expect(run.by?.author).toEqual(writer.get(character));
      }
    }
  }
}
