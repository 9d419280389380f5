import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { AMINA, EVERYONE, GRACE, IMRAN } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { blameText } from '../attribution/blame.ts';
import { textsOf } from '../attribution/contributions.ts';
import { indexOf } from '../attribution/index.ts';
import { fieldAt, fieldsOf } from '../bindings/fields.ts';
import type { Prose } from '../canonical/content.ts';
import { project } from '../canonical/project.ts';
import { expunge } from '../epochs/expunge.ts';
import { ownEdit, textAt } from '../edits/open.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { openHistory } from './history.ts';
import { contributionTo, findPassage } from './passage.ts';
import { keptText, keptWordsOf } from './kept-words.ts';
import type { KeptWords } from './kept-words.ts';
import { putBack } from './put-back.ts';
import { takeBack } from './take-back.ts';

const random = seededRandom(0xf0000021);

function put(world: World, kept: KeptWords): void {
  const brought = putBack(openHistory(world.kind, world.rows, world.leaseOf), kept, { by: GRACE.author, random });
  if (brought === null) throw new Error('the field is there');
  for (const { clientId, author } of brought.leases) world.leases.set(clientId, author);
  world.append(GRACE.author, brought.update);
}

const BOLD = { type: 'text', text: 'library', marks: [{ type: 'bold' }] } as const;
const LINK = { type: 'text', text: 'ours', marks: [{ type: 'link', attrs: { href: 'https://example.org/' } }] } as const;

/** Holds somebody's words of a passage as the server does, and begins an epoch after it. */
function beganAnew(world: World, path: string, quote: string, whose = IMRAN.author): { next: World; kept: KeptWords } {
  const history = openHistory(world.kind, world.rows, world.leaseOf);
  const passage = findPassage(history, { path, quote });
  if (passage === null) throw new Error(`${quote} does not stand at ${path}`);
  const { personId } = whose;
  const kept: KeptWords = {
    path: passage.path,
    before: passage.before,
    after: passage.after,
    runs: keptWordsOf(passage, personId),
    replaced: { runs: passage.replaced.filter(({ by }) => by === personId), broughtBy: GRACE.author.personId },
  };
  const about = { leaseOf: world.leaseOf, moderator: GRACE.author, may: () => true, random, evenFromDeletedBlocks: true };
  const taken = takeBack(world.kind, contributionTo(history, passage, personId), { rows: world.rows, ...about });
  if (taken === null) throw new Error('there are words to take out');
  for (const { clientId, author } of taken.leases) world.leases.set(clientId, author);
  world.append(GRACE.author, taken.update);
  const epoch = expunge(world.kind, [], {
    rows: world.rows,
    leaseOf: world.leaseOf,
    clients: world.leases.keys(),
    by: GRACE.author,
    atMs: 1,
    random,
  });
  const next = new World(world.kind, [IMRAN], seededRandom(2));
  for (const { clientId, author } of epoch.leases) next.leases.set(clientId, author);
  for (const { author, update } of epoch.rows) next.append(author, update);
  next.settle();
  return { next, kept: JSON.parse(JSON.stringify(kept)) as KeptWords };
}

/** Whose letters stand in a field: in order of the alphabet, by author. */
function lettersIn(world: World, path: string): Record<string, string> {
  const field = fieldAt(world.kind, world.server, path);
  const index = indexOf(world.rows, world.leaseOf);
  const letters: Record<string, string[]> = {};
  for (const text of field === null ? [] : textsOf(field)) {
    for (const run of blameText(text, index, { sittingMs: 0 })) (letters[run.by?.author.personId ?? ''] ??= []).push(...run.text);
  }
  return Object.fromEntries(Object.entries(letters).map(([by, all]) => [by, all.toSorted().join('')]));
}

function heldInNewEpoch(kind: 'plan', field: 'strengths', prose: Prose, quote = 'A library of ours') {
  const world = new World(kind, [IMRAN], seededRandom(1));
  const [imran] = world.replicas as [Replica];
  ownEdit(imran.doc, () => appendProse(imran.doc.getXmlFragment(field), prose));
  world.settle();
  const before = project(kind, world.server);
  const { next, kept } = beganAnew(world, field, quote);
  return { world: next, kept, before };
}

describe('kept words', () => {
  it('[UN18] go back between what stood around them, under their author, or to the end when nothing of it stands', () => {
    const world = new World('priorities', [AMINA, IMRAN], seededRandom(1));
    const [amina] = world.replicas as [Replica];
    ownEdit(amina.doc, () => textAt(amina.doc, 'notes')?.insert(0, 'We need lights by the park gate'));
    world.settle();
    const runs = [{ words: 'bright ', author: IMRAN.author }];
    put(world, { path: 'notes', before: 'Yes! We need ', after: 'lights by the road', runs });
    put(world, { path: 'notes', before: 'nothing of this', after: 'or that', runs: [{ words: '!', author: IMRAN.author }] });
    expect(world.server.getText('notes').toString()).toBe('We need bright lights by the park gate!');
    const blame = blameText(world.server.getText('notes'), indexOf(world.rows, world.leaseOf), { sittingMs: 0 });
    expect(blame.map(({ text, by }) => [text, by?.author])).toEqual([
      ['We need ', AMINA.author],
      ['bright ', IMRAN.author],
      ['lights by the park gate', AMINA.author],
      ['!', IMRAN.author],
    ]);
  });

  it('[UN18] of rich text that has no place any more stand in a paragraph of their own; of a field that is gone, nowhere', () => {
    const world = new World('plan', [AMINA], seededRandom(1));
    const [amina] = world.replicas as [Replica];
    ownEdit(amina.doc, () => appendProse(amina.doc.getXmlFragment('strengths'), paragraphs('A park')));
    world.settle();
    put(world, { path: 'strengths', before: 'x', after: '', runs: [{ words: 'A library', author: IMRAN.author }] });
    expect(project('plan', world.server).strengths).toEqual(paragraphs('A park', 'A library'));
    put(world, { path: 'understanding', before: 'x', after: '', runs: [{ words: 'A library', author: IMRAN.author }] });
    expect(project('plan', world.server).understanding).toEqual(paragraphs('A library'));
    const history = openHistory('plan', world.rows, world.leaseOf);
    expect(putBack(history, { path: 'actions/a_00000001/what', before: '', after: '', runs: [] }, { by: GRACE.author, random })).toBe(null);
  });

  it('[UN18] have their marks again, in the paragraph that was left empty, also when all of it was theirs', () => {
    const { world, kept, before } = heldInNewEpoch('plan', 'strengths', [
      ...paragraphs('The park'),
      { type: 'paragraph', content: [{ type: 'text', text: 'A ' }, BOLD, { type: 'text', text: ' of ' }, LINK] },
      ...paragraphs('The market'),
    ]);
    expect(project('plan', world.server).strengths).toEqual(paragraphs('The park', 'The market'));
    put(world, kept);
    expect(project('plan', world.server)).toEqual(before);
  });

  it('[UN18] get a paragraph of their own between the same neighbours when theirs was taken away, several in order', () => {
    const { world, kept } = heldInNewEpoch(
      'plan',
      'strengths',
      paragraphs('The park', 'Held one', 'Held two', 'The market'),
      'Held one Held two',
    );
    const [imran] = world.replicas as [Replica];
    ownEdit(imran.doc, () => imran.doc.getXmlFragment('strengths').delete(1, 2));
    world.settle();
    put(world, kept);
    expect(project('plan', world.server).strengths).toEqual(paragraphs('The park', 'Held one', 'Held two', 'The market'));
  });

  it.each([
    ['first', ['Held', 'The park', 'The market']],
    ['last', ['The park', 'The market', 'Held']],
  ])('[UN18] that were the %s paragraph are so again, also when that was taken away', (_, texts) => {
    const { world, kept } = heldInNewEpoch('plan', 'strengths', paragraphs(...texts), 'Held');
    const [imran] = world.replicas as [Replica];
    ownEdit(imran.doc, () => imran.doc.getXmlFragment('strengths').delete(texts.indexOf('Held'), 1));
    world.settle();
    put(world, kept);
    expect(project('plan', world.server).strengths).toEqual(paragraphs(...texts));
  });

  it('[UN18] keep on both sides of what somebody else had written between them, and what they had replaced goes again', () => {
    const world = new World('priorities', [AMINA, IMRAN], seededRandom(1));
    const [amina, imran] = world.replicas as [Replica, Replica];
    ownEdit(amina.doc, () => textAt(amina.doc, 'notes')?.insert(0, 'Now the safe crossing by the school'));
    world.settle();
    ownEdit(imran.doc, () => {
      const notes = textAt(imran.doc, 'notes') as Y.Text;
      notes.delete(8, 5);
      notes.insert(8, 'LOUD ');
      notes.insert(21, ', that I hate,');
    });
    world.settle();
    const before = project('priorities', world.server);
    const { next, kept } = beganAnew(world, 'notes', 'LOUD crossing, that I hate,');
    expect(next.server.getText('notes').toString()).toBe('Now the safe crossing by the school');
    put(next, kept);
    expect(project('priorities', next.server)).toEqual(before);
  });

  it('[UN18] in random histories: every letter of everybody stands again in its field, under its author', () => {
    let times = 0;
    fc.assert(
      fc.property(honestHistories({ people: 3, maxSteps: 60 }), fc.nat(1000), fc.nat(1000), fc.nat(1000), (history, pick, from, size) => {
        const world = play(history, { people: EVERYONE.slice(0, 3), voice: 'unique' });
        const passages = openHistory(world.kind, world.rows, world.leaseOf);
        const fields = [...fieldsOf(world.kind, world.server)].filter(({ type }) => type === 'text' || type === 'rich');
        const field = fields[pick % Math.max(1, fields.length)];
        const whole = field === undefined ? null : findPassage(passages, { path: field.path, quote: '' });
        if (field === undefined || whole?.path !== field.path) return;
        const words = keptText(whole.runs);
        const start = from % words.length;
        const quote = words.slice(start, start + 1 + (size % words.length)).trim();
        const passage = quote === '' ? null : findPassage(passages, { path: field.path, quote });
        const whose = passage?.runs[size % passage.runs.length]?.author;
        if (passage?.path !== field.path || whose === undefined) return;
        const before = lettersIn(world, field.path);
        const { next, kept } = beganAnew(world, field.path, quote, whose);
        put(next, kept);
        expect(lettersIn(next, field.path)).toEqual(before);
        times++;
      }),
      { numRuns: 300 },
    );
    expect(times).toBeGreaterThan(50);
  });

  it('[UN18] take nothing of anybody away, in random histories', () => {
    let times = 0;
    fc.assert(
      fc.property(honestHistories({ people: 3, maxSteps: 50 }), fc.nat(1000), fc.nat(40), (history, pick, at) => {
        const world = play(history, { people: EVERYONE.slice(0, 3), voice: 'unique' });
        const fields = [...fieldsOf(world.kind, world.server)].filter(({ type }) => type === 'text' || type === 'rich');
        const field = fields[pick % Math.max(1, fields.length)];
        if (field === undefined) return;
        const read = (): string => {
          const now = fieldAt(world.kind, world.server, field.path);
          return now === null
            ? ''
            : textsOf(now)
                .map((text) => (text.toDelta() as { insert: string }[]).map(({ insert }) => insert).join(''))
                .join('');
        };
        const before = read();
        const cut = before.length === 0 ? 0 : at % before.length;
        put(world, {
          path: field.path,
          before: before.slice(0, cut),
          after: before.slice(cut),
          runs: [{ words: '☃☃', author: GRACE.author }],
        });
        expect(read().replace('☃☃', '')).toBe(before);
        times++;
      }),
      { numRuns: 100 },
    );
    expect(times).toBeGreaterThan(50);
  });
});
