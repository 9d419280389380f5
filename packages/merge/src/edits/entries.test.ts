import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { project } from '../canonical/project.ts';
import { addEntry, moveEntry, placedIn, putBack, setValue, takeOut } from './entries.ts';
import { entryAt, OWN_EDIT, textAt } from './open.ts';
import { setText } from './text.ts';

const LIST = ['priorities'] as const;
const ids = ['p_00000001', 'p_00000002', 'p_00000003', 'p_00000004', 'p_00000005'];

function exchange(...docs: Y.Doc[]): void {
  for (const from of docs) for (const to of docs) if (from !== to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
}

function order(doc: Y.Doc): string[] {
  return project('priorities', doc).priorities.map(({ id }) => id);
}

function drafted(): Y.Doc {
  const doc = new Y.Doc();
  for (const id of ids) addEntry('priorities', doc, LIST, { id, fields: { title: id } });
  return doc;
}

describe('entries', () => {
  it('stand in the order in which they were added, or at the index asked for', () => {
    const doc = drafted();
    addEntry('priorities', doc, LIST, { id: 'p_00000006', index: 1 });
    expect(order(doc)).toEqual([ids[0], 'p_00000006', ...ids.slice(1)]);
  });

  it('move to exactly the index asked for', () => {
    const doc = drafted();
    moveEntry(doc, LIST, ids[4] as string, 1);
    expect(order(doc)).toEqual([ids[0], ids[4], ids[1], ids[2], ids[3]]);
  });

  it('are each there exactly once after any concurrent moves, and every replica sees one order', () => {
    const moves = fc.array(fc.record({ who: fc.nat(2), entry: fc.nat(4), to: fc.nat(5) }), { maxLength: 25 });
    fc.assert(
      fc.property(moves, (steps) => {
        const first = drafted();
        const docs = [first, new Y.Doc(), new Y.Doc()];
        exchange(...docs);
        for (const { who, entry, to } of steps) moveEntry(docs[who] as Y.Doc, LIST, ids[entry] as string, to);
        exchange(...docs);
        expect([...order(first)].sort()).toEqual(ids);
        for (const doc of docs) expect(order(doc)).toEqual(order(first));
      }),
      { numRuns: 300 },
    );
  });

  it('can be moved between two that stand at one and the same position', () => {
    const docs = [drafted(), new Y.Doc()] as const;
    exchange(...docs);
    addEntry('priorities', docs[0], LIST, { id: 'p_0000000a', index: 2 });
    addEntry('priorities', docs[1], LIST, { id: 'p_0000000b', index: 2 });
    exchange(...docs);
    moveEntry(docs[0], LIST, ids[0] as string, 2);
    expect(order(docs[0])).toEqual([ids[1], 'p_0000000a', ids[0], 'p_0000000b', ids[2], ids[3], ids[4]]);
  });

  it('taken out keep their words, even those written meanwhile, and can be put back', () => {
    const docs = [drafted(), new Y.Doc()] as const;
    exchange(...docs);
    takeOut(docs[0], LIST, ids[0] as string);
    setText(textAt(docs[1], 'priorities', ids[0] as string, 'title') as Y.Text, 'Safer crossings');
    exchange(...docs);
    expect(order(docs[0])).not.toContain(ids[0]);
    expect(project('priorities', docs[0]).takenOut?.priorities?.[0]?.title).toBe('Safer crossings');
    putBack(docs[0], LIST, ids[0] as string);
    expect(project('priorities', docs[0]).priorities[0]?.title).toBe('Safer crossings');
  });

  it('whose adding is undone are out of sight, with what others wrote in them', () => {
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    const undo = new Y.UndoManager(docs[0].getMap('priorities'), { trackedOrigins: new Set([OWN_EDIT]) });
    addEntry('priorities', docs[0], LIST, { id: ids[0] as string });
    exchange(...docs);
    setText(textAt(docs[1], 'priorities', ids[0] as string, 'why') as Y.Text, 'My words');
    exchange(...docs);
    undo.undo();
    expect(order(docs[0])).toEqual([]);
    expect(project('priorities', docs[0]).takenOut?.priorities?.[0]?.why).toBe('My words');
    undo.redo();
    expect(project('priorities', docs[0]).priorities[0]?.why).toBe('My words');
  });

  it('in a list within an entry (the parts of a commitment) work the same', () => {
    const doc = new Y.Doc();
    addEntry('deal', doc, ['commitments'], { id: 'c_00000001', fields: { title: 'Cleaner ginnels' } });
    const parts = ['commitments', 'c_00000001', 'parts'] as const;
    addEntry('deal', doc, parts, { id: 'streets-and-parks', fields: { text: 'We clear fly-tipping in five days.' } });
    addEntry('deal', doc, parts, { id: 'residents', index: 0 });
    setValue(doc, ['commitments'], 'c_00000001', 'outcome', 'environment');
    expect(project('deal', doc).commitments).toEqual([
      {
        id: 'c_00000001',
        title: 'Cleaner ginnels',
        outcome: 'environment',
        parts: [
          { id: 'residents', text: '' },
          { id: 'streets-and-parks', text: 'We clear fly-tipping in five days.' },
        ],
      },
    ]);
    expect(placedIn(entryAt(doc, 'commitments', 'c_00000001', 'parts') as Y.Map<unknown>)).toHaveLength(2);
  });
});
