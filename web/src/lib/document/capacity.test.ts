import { expect, it } from 'vitest';
import { callsInThere, decidingCapacity, holdsThere, inOrderOfUse, isVisitor, leadsThere, usualCapacity } from './capacity.ts';

const places = [
  { id: 'bury', parentId: null },
  { id: 'west', parentId: 'bury' },
  { id: 'radcliffe-west', parentId: 'west' },
  { id: 'radcliffe-east', parentId: 'west' },
];
const east = { id: 'east', placeId: 'radcliffe-east' };
const group = { id: 'group', placeId: 'west' };
const own = { id: 'own', placeId: 'radcliffe-west' };

it('somebody whose place is the document’s, above it or below it writes; from beside it they read', () => {
  expect(isVisitor(own, 'radcliffe-west', places)).toBe(false);
  expect(isVisitor(group, 'radcliffe-west', places)).toBe(false);
  expect(isVisitor(east, 'bury', places)).toBe(false);
  expect(isVisitor(east, 'radcliffe-west', places)).toBe(true);
});

it('people begin in the capacity of the place, then in one that may write, and as a visitor only when they are no more', () => {
  expect(usualCapacity([east, group, own], 'radcliffe-west', places)).toBe('own');
  expect(usualCapacity([east, group], 'radcliffe-west', places)).toBe('group');
  expect(usualCapacity([east], 'radcliffe-west', places)).toBe('east');
  expect(usualCapacity([], 'radcliffe-west', places)).toBeNull();
});

it('words that wait are looked for first in the capacity that would be opened', () => {
  expect(inOrderOfUse([east, group, own], 'own')).toEqual(['own', 'east', 'group']);
});

it('moving on is offered to those whose role stands in the place, above it or below it, and to no resident', () => {
  const officer = { id: 'officer', role: 'officer', placeId: 'bury' } as const;
  const resident = { id: 'resident', role: 'resident', placeId: 'radcliffe-west' } as const;
  const beside = { id: 'beside', role: 'moderator', placeId: 'radcliffe-east' } as const;
  expect(decidingCapacity([resident, beside, officer], 'radcliffe-west', places)).toBe(officer);
  expect(decidingCapacity([resident, beside], 'radcliffe-west', places)).toBe(undefined);
  expect(decidingCapacity([beside], 'bury', places)).toBe(beside);
});

it('letting guests in is offered to who leads in the place, or in this one session, and not to who came on a topic', () => {
  const document = { id: 'session', placeId: 'west' };
  const facilitator = { id: 'a', role: 'facilitator', placeId: 'west' } as const;
  const officer = { id: 'b', role: 'officer', placeId: 'bury' } as const;
  expect(leadsThere([facilitator], document, places)).toBe(true);
  expect(leadsThere([{ ...facilitator, within: 'session' }], document, places)).toBe(true);
  expect(leadsThere([{ ...facilitator, within: 'another' }], document, places)).toBe(false);
  expect(leadsThere([{ ...officer, held: 'topic', within: 'session' }], document, places)).toBe(false);
  expect(
    decidingCapacity(
      [
        { ...officer, within: 'session' },
        { ...officer, held: 'grant' },
      ],
      'west',
      places,
    ),
  ).toBe(undefined);
});

it('holding words is offered to officers and who moderates, of the place or of this one session, and not to who came on a topic', () => {
  const document = { id: 'session', placeId: 'west' };
  const moderator = { id: 'a', role: 'moderator', placeId: 'west' } as const;
  expect(holdsThere([moderator], document, places)).toBe(true);
  expect(holdsThere([{ ...moderator, within: 'session' }], document, places)).toBe(true);
  expect(holdsThere([{ ...moderator, within: 'another' }], document, places)).toBe(false);
  expect(holdsThere([{ ...moderator, role: 'officer', held: 'topic', within: 'session' }], document, places)).toBe(false);
  expect(holdsThere([{ ...moderator, role: 'resident' }], document, places)).toBe(false);
});

it('calling somebody in is offered to system leaders and administrators of the place or above it, deputies among them', () => {
  const leader = { id: 'a', role: 'system-leader', placeId: 'west' } as const;
  expect(callsInThere([leader], 'radcliffe-west', places)).toBe(true);
  expect(callsInThere([{ ...leader, held: 'deputy' }], 'west', places)).toBe(true);
  expect(callsInThere([leader], 'bury', places)).toBe(false);
  expect(callsInThere([{ ...leader, within: 'session' }], 'west', places)).toBe(false);
  expect(callsInThere([{ ...leader, role: 'moderator' }], 'west', places)).toBe(false);
});
