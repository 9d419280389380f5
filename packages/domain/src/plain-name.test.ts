import { expect, it } from 'vitest';
import { isBlank, plainName } from './plain-name.ts';

it('a name keeps its letters, of any script, and loses what turns or hides them', () => {
  expect(plainName(' Zoë   O’Neill-Ćwik ')).toBe('Zoë O’Neill-Ćwik');
  expect(plainName('شباب ریڈکلف')).toBe('شباب ریڈکلف');
  expect(plainName('\u202eevil\u2069')).toBe('evil');
  expect(plainName('a\u200bb\ufeff')).toBe('ab');
  expect(plainName('one\nline')).toBe('one line');
});

it('what cannot be seen is nothing', () => {
  for (const blank of ['', ' \n', '\u200b\u200b', '\u3164', '\u2800 \u115f', '\ud800', '\u202e']) {
    expect([plainName(blank), isBlank(blank)]).toEqual(['', true]);
  }
  expect(isBlank('first line\n\nsecond')).toBe(false);
});
