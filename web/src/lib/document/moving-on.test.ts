import { expect, it } from 'vitest';
import { decidingCapacity } from './moving-on.ts';

const places = [
  { id: 'bury', parentId: null },
  { id: 'west', parentId: 'bury' },
  { id: 'radcliffe-west', parentId: 'west' },
  { id: 'prestwich', parentId: 'bury' },
];

it('moving on is offered to those whose role stands in the place, above it or below it, and to no resident', () => {
  const officer = { id: 'officer', role: 'officer', placeId: 'bury' } as const;
  const resident = { id: 'resident', role: 'resident', placeId: 'radcliffe-west' } as const;
  const elsewhere = { id: 'elsewhere', role: 'moderator', placeId: 'prestwich' } as const;
  expect(decidingCapacity([resident, elsewhere, officer], 'radcliffe-west', places)).toBe(officer);
  expect(decidingCapacity([resident, elsewhere], 'radcliffe-west', places)).toBe(undefined);
  expect(decidingCapacity([elsewhere], 'bury', places)).toBe(elsewhere);
});
