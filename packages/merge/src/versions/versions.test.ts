import { honestHistories, play } from '@ginnel/testkit/honest-history';
import { AMINA, IMRAN } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { blameText } from '../attribution/blame.ts';
import { indexOf } from '../attribution/index.ts';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { addEntry, moveEntry, setValue, takeOut } from '../edits/entries.ts';
import { ownEdit, textAt } from '../edits/open.ts';
import { setText } from '../edits/text.ts';
import { project } from '../canonical/project.ts';
import { meaningHash } from '../canonical/hash.ts';
import { compare } from './compare.ts';
import { compareProse } from './compare-prose.ts';
import { hashesOf, meaningOf } from './meaning.ts';
import { movesBetween } from './moves.ts';
import { restore } from './restore.ts';
import { restoreText } from './restore-text.ts';
import { AUTOMATIC, isIntact, isVersionDue, versionOf } from './version.ts';
import { compareWords } from './words.ts';

const LIST = ['priorities'] as const;
const ids = ['p_00000001', 'p_00000002', 'p_00000003'] as const;
const about = { kind: 'deal', shapeVersion: 1, epoch: 1, seq: 7, name: 'As agreed', by: AMINA.author, atMs: 0 } as const;

function deal(): Y.Doc {
  const doc = new Y.Doc();
  addEntry('deal', doc, ['commitments'], { id: 'c_00000001', fields: { title: 'Cleaner ginnels' } });
  addEntry('deal', doc, ['commitments', 'c_00000001', 'parts'], { id: 'residents', fields: { text: 'We report fly-tipping.' } });
  addEntry('deal', doc, ['commitments', 'c_00000001', 'parts'], { id: 'streets-and-parks', fields: { text: 'We clear it.' } });
  return doc;
}

describe('a version', () => {
  it('[VE1] is stored content with its hash; altered content is found out', () => {
    const version = versionOf(project('deal', deal()), about);
    expect(isIntact(version)).toBe(true);
    expect(isIntact(JSON.parse(JSON.stringify(version)))).toBe(true);
    expect(isIntact({ ...version, content: { ...version.content, commitments: [] } })).toBe(false);
  });

  it('[VE2] has hashes for each root, entry and part, and a change touches only those that hold it', () => {
    const doc = deal();
    const before = hashesOf('deal', project('deal', doc));
    setText(textAt(doc, 'commitments', 'c_00000001', 'parts', 'residents', 'text') as Y.Text, 'We report fly-tipping and litter.');
    const after = hashesOf('deal', project('deal', doc));
    const changed = Object.keys(before.parts).filter((path) => before.parts[path] !== after.parts[path]);
    expect(changed).toEqual(['commitments', 'commitments/c_00000001', 'commitments/c_00000001/parts/residents']);
    expect(before.whole).not.toBe(after.whole);
  });

  it('[VE3] keeps its hash when only notes, what was taken out, or a word there and back again changed', () => {
    const doc = deal();
    const before = hashesOf('deal', project('deal', doc)).whole;
    doc.getText('notes').insert(0, 'See you on Tuesday');
    addEntry('deal', doc, ['commitments'], { id: 'c_00000002' });
    takeOut(doc, ['commitments'], 'c_00000002');
    const title = textAt(doc, 'commitments', 'c_00000001', 'title') as Y.Text;
    setText(title, 'Cleaner ginnels!');
    expect(hashesOf('deal', project('deal', doc)).whole).not.toBe(before);
    setText(title, 'Cleaner ginnels');
    expect(hashesOf('deal', project('deal', doc)).whole).toBe(before);
  });

  it('[VE4] is due by itself after a pause or an hour of work, and never without a change', () => {
    const at = { hash: 'a', versionAtMs: 0, lastEditAtMs: 1000 };
    expect(isVersionDue('b', { ...at, nowMs: 1000 + AUTOMATIC.pauseMs })).toBe(true);
    expect(isVersionDue('b', { ...at, nowMs: 2000 })).toBe(false);
    expect(isVersionDue('b', { ...at, lastEditAtMs: AUTOMATIC.longestMs, nowMs: AUTOMATIC.longestMs })).toBe(true);
    expect(isVersionDue('a', { ...at, nowMs: 10 * AUTOMATIC.longestMs })).toBe(false);
  });
});

describe('compare', () => {
  it('[VE5] shows words added and removed in any script, and both texts can be read back from the runs', () => {
    expect(compareWords('Clear the ginnel weekly', 'Clear the whole ginnel monthly')).toEqual([
      { type: 'same', text: 'Clear the ' },
      { type: 'added', text: 'whole ' },
      { type: 'same', text: 'ginnel ' },
      { type: 'removed', text: 'weekly' },
      { type: 'added', text: 'monthly' },
    ]);
    expect(compareWords('گلی صاف کریں', 'گلی روز صاف کریں').filter(({ type }) => type !== 'same')).toHaveLength(1);
    const texts = fc
      .array(fc.constantFrom('park ', 'bus', ' ', 'é', '👋', 'the ', '\n', 'گلی '), { maxLength: 40 })
      .map((words) => words.join(''));
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const runs = compareWords(before, after);
        expect(runs.map((run) => (run.type === 'added' ? '' : run.text)).join('')).toBe(before);
        expect(runs.map((run) => (run.type === 'removed' ? '' : run.text)).join('')).toBe(after);
      }),
      { numRuns: 300 },
    );
  });

  it('[VE5] holds for long texts, however different: line by line first, then word by word', () => {
    const random = seededRandom(5);
    const text = (): string =>
      Array.from(
        { length: 400 },
        () => `${Array.from({ length: 20 }, () => random.pick(['park', 'bus', 'the', 'ginnel', 'light'])).join(' ')}.\n`,
      ).join('');
    const before = text();
    const lines = before.split(/(?<=\n)/);
    const edited = lines.map((line, i) => (i % 9 === 0 ? line.replace('.', ' too.') : i % 50 === 0 ? '' : line)).join('');
    for (const after of [edited, text(), before.replaceAll('\n', ' ')]) {
      const runs = compareWords(before, after);
      expect(runs.map((run) => (run.type === 'added' ? '' : run.text)).join('')).toBe(before);
      expect(runs.map((run) => (run.type === 'removed' ? '' : run.text)).join('')).toBe(after);
    }
    const changed = compareWords(before, edited).filter(({ type }) => type !== 'same');
    expect(changed.reduce((sum, { text: words }) => sum + words.length, 0)).toBeLessThan(before.length / 20);
  });

  it('[VE6] shows the fewest moves as moves, and what was added, taken out, put back, set and rewritten', () => {
    const doc = new Y.Doc();
    for (const id of ids) addEntry('priorities', doc, LIST, { id, fields: { title: id } });
    const before = project('priorities', doc);
    moveEntry(doc, LIST, ids[2], 0);
    addEntry('priorities', doc, LIST, { id: 'p_00000004' });
    takeOut(doc, LIST, ids[1]);
    setValue(doc, LIST, ids[0], 'outcome', 'health');
    setText(textAt(doc, 'priorities', ids[0], 'title') as Y.Text, 'Safer roads');
    const differences = compare('priorities', before, project('priorities', doc));
    expect(differences.map(({ type, path }) => `${type} ${path}`).sort()).toEqual([
      `added priorities/p_00000004`,
      `moved priorities/${ids[2]}`,
      `taken-out priorities/${ids[1]}`,
      `text priorities/${ids[0]}/title`,
      `value priorities/${ids[0]}/outcome`,
    ]);
    expect(compare('priorities', project('priorities', doc), before).map(({ type }) => type)).toContain('put-back');
    expect(movesBetween(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'])).toEqual([{ id: 'd', from: 3, to: 0 }]);
  });

  it('[VE7] is empty for equal versions, and only when what stands is the same', () => {
    fc.assert(
      fc.property(honestHistories(), fc.nat(100), (history, cut) => {
        const world = play(history);
        const early = project(history.kind, world.replay(world.rows.slice(0, cut % (world.rows.length + 1))));
        const late = project(history.kind, world.server);
        expect(compare(history.kind, late, late)).toEqual([]);
        if (compare(history.kind, early, late).length > 0) return;
        expect(meaningHash({ ...meaningOf(early), notes: early.notes })).toBe(meaningHash({ ...meaningOf(late), notes: late.notes }));
      }),
      { numRuns: 150 },
    );
  });

  it('[VE8] pairs rewritten blocks, shows blocks that moved as moved, and tells a change of look from a change of words', () => {
    const bold = { type: 'paragraph', content: [{ type: 'text' as const, text: 'Two lights are broken here', marks: [{ type: 'bold' }] }] };
    const before = paragraphs('The park is loved', 'Two lights are broken here', 'Buses', 'Bins', 'The hall is full');
    const changes = compareProse(before, [
      ...paragraphs('The hall is full', 'The park is much loved'),
      bold,
      ...paragraphs('Buses', 'Bins'),
    ]);
    expect(changes.map(({ type }) => type)).toEqual(['moved', 'changed', 'changed', 'same', 'same']);
    expect(changes.map((change) => change.type === 'changed' && change.formats)).toContain(true);
    expect(compareProse(before, before).every(({ type }) => type === 'same')).toBe(true);
  });
});

describe('restore', () => {
  it('[VE9] makes any document mean what the version meant, by edits that any replica can take', () => {
    fc.assert(
      fc.property(honestHistories({ maxSteps: 60 }), fc.nat(100), (history, cut) => {
        const world = play(history);
        const version = project(history.kind, world.replay(world.rows.slice(0, cut % (world.rows.length + 1))));
        const replica = world.replicas[0] as Replica;
        restore(history.kind, replica.doc, version);
        expect(meaningOf(project(history.kind, replica.doc))).toEqual(meaningOf(version));
        world.settle();
        expect(meaningOf(project(history.kind, world.server))).toEqual(meaningOf(version));
      }),
      { numRuns: 150 },
    );
  });

  it('[VE10] leaves the authors of words that stand in both, and never deletes an entry or a field', () => {
    const world = new World('priorities', [AMINA, IMRAN], seededRandom(4));
    const [amina, imran] = world.replicas as [Replica, Replica];
    addEntry('priorities', amina.doc, LIST, { id: ids[0], fields: { title: 'We want a safer crossing by the school' } });
    world.settle();
    const version = project('priorities', world.server);
    setText(textAt(amina.doc, 'priorities', ids[0], 'title') as Y.Text, 'We want a crossing by the old school');
    addEntry('priorities', amina.doc, LIST, { id: ids[1], fields: { title: 'Another' } });
    world.settle();
    restore('priorities', imran.doc, version);
    world.settle();
    const title = textAt(world.server, 'priorities', ids[0], 'title') as Y.Text;
    const runs = blameText(title, indexOf(world.rows, world.leaseOf)).map((run) => `${run.text}|${run.by?.author.personId}`);
    expect(runs).toEqual(['We want a |amina', 'safer |imran', 'crossing by the school|amina']);
    expect(project('priorities', world.server).takenOut?.priorities?.[0]?.title).toBe('Another');
  });

  it('[VE11] leaves the notes and the comments as they are', () => {
    const doc = deal();
    const version = project('deal', doc);
    ownEdit(doc, () => doc.getText('notes').insert(0, 'Said on Tuesday'));
    restore('deal', doc, version);
    expect(doc.getText('notes').toString()).toBe('Said on Tuesday');
  });

  it('[VE12] of a text touches only the words that differ', () => {
    const doc = new Y.Doc();
    const text = doc.getText('t');
    text.insert(0, 'one two three four five');
    const state = Y.encodeStateVector(doc);
    restoreText(text, 'one 2 three four six five');
    expect(text.toString()).toBe('one 2 three four six five');
    const { structs } = Y.decodeUpdate(Y.encodeStateAsUpdate(doc, state));
    expect(structs.reduce((sum, struct) => sum + struct.length, 0)).toBeLessThanOrEqual(5);
  });

  it('[VE13] of rich text keeps the blocks and words that stand, with their marks', () => {
    const doc = new Y.Doc();
    const fragment = doc.getXmlFragment('understanding');
    appendProse(fragment, paragraphs('The park is loved', 'Two lights are broken here'));
    const kept = fragment.get(0);
    const version = project('plan', doc);
    ((fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(12, 'dearly ');
    ((fragment.get(1) as Y.XmlElement).get(0) as Y.XmlText).format(0, 3, { bold: {} });
    appendProse(fragment, paragraphs('A new one'));
    restore('plan', doc, version);
    expect(project('plan', doc).understanding).toEqual(version.understanding);
    expect(fragment.get(0)).toBe(kept);
  });
});
