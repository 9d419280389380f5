import { expect, it } from 'vitest';
import { reasonAt } from './reasons.ts';

const housing = { standing: 'member', party: 'six-town-housing' } as const;

it('a member writes in every field of a priority being drafted, and in none once it is agreed', () => {
  for (const field of ['title', 'why', 'evidence', 'affected', 'outcome', 'position', 'removed']) {
    expect(reasonAt('priorities', ['priorities', '*', field], housing, 'drafting'), field).toBe(null);
    expect(reasonAt('priorities', ['priorities', '*', field], housing, 'agreed'), field).toBe('wrong-phase');
  }
});

it('a party writes its own part and names others, and nobody writes another’s', () => {
  const part = (party: string) => ['commitments', 'c_8fk2m1xq90za', 'parts', party, 'text'] as const;
  expect(reasonAt('deal', part('six-town-housing'), housing, 'drafting')).toBe(null);
  expect(reasonAt('deal', part('residents'), housing, 'drafting')).toBe('not-your-part');
  expect(reasonAt('deal', ['commitments', 'c_8fk2m1xq90za', 'parts', '*', 'position'], housing, 'drafting')).toBe(null);
});

it('a visitor reads', () => {
  const visitor = { standing: 'visitor', party: null } as const;
  expect(reasonAt('plan', ['strengths'], visitor, 'drafting')).toBe('not-allowed');
  expect(reasonAt('plan', ['notes'], visitor, 'drafting')).toBe('not-allowed');
});
