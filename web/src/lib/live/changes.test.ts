import { messagesIn } from '@ginnel/i18n/messages';
import { expect, it } from 'vitest';
import { changesBetween, withAuthors } from './changes.ts';

const words = messagesIn('en');
const reading = { kind: 'priorities', words, nameOf: () => null } as const;
const priority = { id: 'p_8fk2m1xq90za', title: 'Safer crossings', why: 'Cars come fast.', evidence: '', affected: '', outcome: '' };

it('what has changed is said with where it is: words by runs, choices before and after', () => {
  const before = { priorities: [priority], notes: 'Meet on Saturday.' };
  const after = { priorities: [{ ...priority, why: 'Cars come very fast.', outcome: 'safety' }], notes: 'Meet on Sunday.' };
  const changes = changesBetween(before, after, reading);
  expect(changes.map(({ where }) => where)).toEqual(['Safer crossings: Why it matters', 'Safer crossings: The outcome it serves', 'Notes']);
  expect(changes[0]?.runs.filter(({ type }) => type === 'added').map(({ text }) => text.trim())).toEqual(['very']);
  expect(changes[1]?.note).toBe('nothing → Children and adults safe from harm');
});

it('an entry that was added, moved or taken out is one change with its name', () => {
  const other = { ...priority, id: 'p_8fk2m1xq90zb', title: 'A warm room' };
  const gone = { ...priority, id: 'p_8fk2m1xq90zc', title: 'Old idea' };
  const before = { priorities: [gone, priority], notes: '' };
  const after = { priorities: [other, priority], notes: '', takenOut: { priorities: [gone] } };
  expect(changesBetween(before, after, reading).map(({ where, note }) => [where, note])).toEqual([
    ['A warm room', 'Added'],
    ['Old idea', 'Taken out'],
  ]);
});

it('each change says whose it is, in which capacity and when; of an added entry, everyone who wrote in it', () => {
  const other = { ...priority, id: 'p_8fk2m1xq90zb', title: 'A warm room' };
  const before = { priorities: [priority], notes: 'Meet on Saturday.' };
  const after = { priorities: [{ ...priority, outcome: 'safety' }, other], notes: 'Meet on Sunday.' };
  const authors = [
    { personId: 'jo', name: 'Jo', label: 'for the litter pickers' },
    { personId: 'imran', name: 'Imran', label: 'for Streets & Parks' },
  ];
  const changed = [
    { path: 'priorities/p_8fk2m1xq90zb/title', author: 1, atMs: 9 },
    { path: 'notes', author: 0, atMs: 8 },
    { path: 'notes', author: 1, atMs: 7 },
    { path: 'priorities/p_8fk2m1xq90za/outcome', author: 1, atMs: 6 },
    { path: 'priorities/p_8fk2m1xq90zb', author: 0, atMs: 5 },
  ];
  const said = withAuthors(changesBetween(before, after, reading), { authors, changed }, words);
  expect(said.map(({ where, by }) => [where, by.map(({ whom, atMs }) => `${whom} ${atMs}`)])).toEqual([
    ['Safer crossings: The outcome it serves', ['Imran, for Streets & Parks 6']],
    ['A warm room', ['Imran, for Streets & Parks 9', 'Jo, for the litter pickers 5']],
    ['Notes', ['Jo, for the litter pickers 8', 'Imran, for Streets & Parks 7']],
  ]);
});

it('nothing has changed when nothing has', () => {
  const content = { priorities: [priority], notes: '' };
  expect(changesBetween(content, structuredClone(content), reading)).toEqual([]);
});
