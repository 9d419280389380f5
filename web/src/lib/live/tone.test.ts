import { expect, it } from 'vitest';
import { ownTone, tonesOf } from './tone.ts';

it('people at one table have different colours while there are enough, whatever the order in which they are seen', () => {
  const people = ['amina', 'imran', 'jo', 'sheila', 'grace', 'dan', 'mia', 'yusuf'];
  const tones = tonesOf(people);
  expect(new Set(tones.values()).size).toBe(8);
  expect(tonesOf([...people].reverse())).toEqual(tones);
});

it('somebody alone has their own colour, and a ninth person has one too', () => {
  expect(tonesOf(['amina']).get('amina')).toBe(ownTone('amina'));
  expect(tonesOf(Array.from({ length: 30 }, (_, i) => `person-${i}`)).size).toBe(30);
});
