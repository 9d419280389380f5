import { expect, it } from 'vitest';
import { caretsIn, peopleIn, tonesIn } from './presence.ts';

const you = { personId: 'amina', name: 'Amina', label: 'resident' };
const user = (personId: string, label = 'resident') => ({ personId, name: personId.toUpperCase(), label, color: '#123456' });
const people = (states: ReadonlyMap<number, Record<string, unknown>>) => peopleIn(states, 1, you, tonesIn(states, you.personId));

it('two windows of one person in one capacity are one at the table; in two capacities they are two', () => {
  const states = new Map([
    [1, { at: null }],
    [2, { user: user('jo'), at: null }],
    [3, { user: user('jo'), at: 'notes' }],
    [4, { user: user('jo', 'for the litter pickers'), at: null }],
  ]);
  expect(people(states).map(({ name, label, at, you: self }) => [name, label, at, self])).toEqual([
    ['Amina', 'resident', null, true],
    ['JO', 'resident', 'notes', false],
    ['JO', 'for the litter pickers', null, false],
  ]);
});

it('[BI12] what a window says of itself without the server’s stamp is shown to nobody', () => {
  const states = new Map<number, Record<string, unknown>>([
    [2, { user: 'jo', at: 'notes', caret: { anchor: {}, head: {} } }],
    [3, { at: 'notes', caret: { anchor: {}, head: {} } }],
  ]);
  expect(people(states)).toHaveLength(1);
  expect(caretsIn(states, 1, new Map()).size).toBe(0);
});

it('carets are found by field, and one’s own is not among them', () => {
  const caret = { anchor: { a: 1 }, head: { a: 2 } };
  const states = new Map([
    [1, { user: user('amina'), at: 'notes', caret }],
    [2, { user: user('jo'), at: 'notes', caret }],
    [3, { user: user('imran'), at: 'strengths', caret: null }],
  ]);
  const carets = caretsIn(states, 1, new Map());
  expect([...carets.keys()]).toEqual(['notes']);
  expect(carets.get('notes')?.map(({ name, head }) => [name, head])).toEqual([['JO', { a: 2 }]]);
});
