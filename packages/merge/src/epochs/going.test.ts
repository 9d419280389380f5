/** What an expunge tells beforehand: the words that would go, and whose they are. */
import { AMINA, IMRAN } from '@ginnel/testkit/people';
import { seededRandom } from '@ginnel/testkit/seeded-random';
import { World, type Replica } from '@ginnel/testkit/world';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { indexOf } from '../attribution/index.ts';
import { addEntry, setValue } from '../edits/entries.ts';
import { openRoots, ownEdit, textAt } from '../edits/open.ts';
import { goingWords } from './compare.ts';
import { goneOf, idsBetween, type Expunged } from './gone.ts';
import { writersOf } from './writers.ts';

const LIST = ['priorities'] as const;

/** Amina's priority with a word of Imran's in its title, a word of his that was taken out, and an outcome that he set. */
function told(what: (world: World) => readonly Expunged[], limit = 100): { readonly words: unknown; readonly writers: string[] } {
  const world = new World('priorities', [AMINA, IMRAN], seededRandom(4));
  const [amina, imran] = world.replicas as [Replica, Replica];
  addEntry('priorities', amina.doc, LIST, { id: 'p_00000001', fields: { title: 'Clean streets', why: 'For all' } });
  ownEdit(amina.doc, () => amina.doc.getText('notes').insert(0, 'We begin.'));
  world.settle();
  ownEdit(imran.doc, () => textAt(imran.doc, 'priorities', 'p_00000001', 'title')!.insert(5, ' and gone'));
  ownEdit(imran.doc, () => textAt(imran.doc, 'priorities', 'p_00000001', 'title')!.delete(5, 9));
  setValue(imran.doc, LIST, 'p_00000001', 'outcome', 'health');
  world.settle();
  const index = indexOf(
    world.rows.map((row, i) => ({ ...row, seq: i + 1 })),
    world.leaseOf,
  );
  // What was deleted is still there to be read.
  const old = new Y.Doc({ gc: false });
  openRoots('priorities', old);
  for (const { update } of world.rows) Y.applyUpdate(old, update);
  const chosen = what(world);
  const of = { old, gone: goneOf(chosen, index) };
  return { words: goingWords('priorities', of, limit), writers: writersOf('priorities', chosen, { ...of, index }).toSorted() };
}

it('[EP9] an entry that would go is shown by the words that stand in it, and not by those that were deleted before', () => {
  const { words } = told(() => [{ path: 'priorities/p_00000001' }]);
  expect(words).toEqual([
    { path: 'priorities/p_00000001/title', words: 'Clean streets' },
    { path: 'priorities/p_00000001/why', words: 'For all' },
  ]);
  expect(told(() => [{ path: 'priorities/p_00000001' }], 5).words).toEqual([{ path: 'priorities/p_00000001/title', words: 'Clean' }]);
});

it('[EP4] whoever wrote words or set a value that stands in an entry is among its writers, and nobody else', () => {
  const ofEntry = told(() => [{ path: 'priorities/p_00000001' }]).writers;
  expect(ofEntry).toEqual([AMINA.author.personId, IMRAN.author.personId].toSorted());
  expect(told(() => [{ path: 'priorities/p_00000001/title' }]).writers).toEqual([AMINA.author.personId]);
});

it('[EP1] whoever wrote the words of a range is among its writers', () => {
  const ofRange = told((world) => [{ ids: idsBetween(world.server.getText('notes'), 0, 2) }]);
  expect(ofRange).toEqual({ words: [{ path: 'notes', words: 'We' }], writers: [AMINA.author.personId] });
  expect(told(() => [{ personId: IMRAN.author.personId }]).writers).toEqual([IMRAN.author.personId]);
});
