import { describe, expect, it } from 'vitest';
import { LANGUAGES, messagesIn } from './messages.ts';

/** Every key of a tree of words, with whether it is a text or takes arguments. */
function keysOf(words: unknown, path = ''): string[] {
  if (typeof words === 'string') return [`${path}: text`];
  if (typeof words === 'function') return [`${path}: words with ${words.length}`];
  return Object.entries(words as object).flatMap(([key, value]) => keysOf(value, `${path}/${key}`));
}

function textsOf(words: unknown): string[] {
  if (typeof words === 'string') return [words];
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(textsOf) : [];
}

describe('the words of the interface', () => {
  it('every language has the keys of English, no more and no fewer', () => {
    const english = keysOf(messagesIn('en')).sort();
    expect(english.length).toBeGreaterThan(150);
    for (const [language, words] of Object.entries(LANGUAGES)) expect(keysOf(words).sort(), language).toEqual(english);
  });

  it('a language that is not there yet falls back to English', () => {
    expect(messagesIn('xx')).toBe(messagesIn('en'));
  });

  it('no words are empty, and none speak of users, content, items, submitting, or invalid things', () => {
    for (const words of Object.values(LANGUAGES)) {
      for (const text of textsOf(words)) {
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/\b(users?|content|items?|submit|invalid|error occurred)\b/i);
      }
    }
  });

  it('counts agree with their words', () => {
    const { people, places } = messagesIn('en');
    expect([people.here(0), people.here(1), people.here(1234)]).toEqual(['0 people here', '1 person here', '1,234 people here']);
    expect([places.priorities(1), places.priorities(9)]).toEqual(['1 priority', '9 priorities']);
  });
});
