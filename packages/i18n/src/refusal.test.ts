import { expect, it } from 'vitest';
import { messagesIn } from './messages.ts';
import { partyIn, refusalInWords } from './refusal.ts';

const words = messagesIn('en');
const nameOf = (id: string) => (id === 'six-town-housing' ? 'Six Town Housing' : null);

it('a refusal at another party’s part names the party', () => {
  const refusal = { kind: 'not-your-part', path: 'commitments/c_8fk2m1xq90za/parts/six-town-housing/text' } as const;
  expect(refusalInWords(refusal, words, nameOf)).toBe('Not accepted: only Six Town Housing can change its own part.');
});

it('residents are called so, and an organisation that is not known keeps its id', () => {
  expect(partyIn('commitments/c_8fk2m1xq90za/parts/residents/text', words, nameOf)).toBe('Residents');
  expect(partyIn('commitments/c_8fk2m1xq90za/parts/new-group/text', words, nameOf)).toBe('new-group');
});

it('every kind of refusal is explained without a party too', () => {
  for (const kind of Object.keys(words.refusals) as (keyof typeof words.refusals)[]) {
    expect(refusalInWords({ kind, path: '' }, words, nameOf)).toMatch(/^Not (accepted|saved)/);
  }
});
