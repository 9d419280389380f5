import { messagesIn } from '@ginnel/i18n/messages';
import { describe, expect, it } from 'vitest';
import { sectionsOf } from './sections.ts';

const words = messagesIn('en');
const field = (path: string, ...texts: string[]) => ({
  path,
  runs: texts.map((text) => ({ text, author: 0, broughtBy: null, atMs: 1, route: 'typed' as const })),
});
const nameOf = (id: string) => (id === 'streets-and-parks' ? 'Streets & Parks' : null);

describe('the sections of who wrote what', () => {
  it('stand in the order of the fields, entries named by their own words, and without what is empty', () => {
    const sections = sectionsOf(
      'priorities',
      [
        field('priorities/p_2/title', 'Ginnels', ' and lanes'),
        field('priorities/p_2/why', 'Children walk'),
        field('priorities/p_2/evidence'),
        field('priorities/p_1/title'),
        field('priorities/p_1/affected', 'Everyone'),
        field('notes', 'Saturday'),
      ],
      words,
      nameOf,
    );
    expect(sections.map(({ heading }) => heading)).toEqual(['Priorities', 'Notes']);
    expect(sections[0]?.entries.map(({ name }) => name.map(({ text }) => text).join(''))).toEqual(['Ginnels and lanes', '']);
    expect(sections[0]?.entries.map(({ fields }) => fields.map(({ heading }) => heading))).toEqual([
      ['Why it matters'],
      ['Who it touches'],
    ]);
    expect(sections[1]?.runs.map(({ text }) => text)).toEqual(['Saturday']);
  });

  it('name the parties of a Deal, and no part is taken for the name of its commitment', () => {
    const [commitments] = sectionsOf(
      'deal',
      [
        field('commitments/c_1/title', 'Clean ginnels'),
        field('commitments/c_1/parts/residents/text', 'We sweep'),
        field('commitments/c_1/parts/streets-and-parks/text', 'We fetch'),
      ],
      words,
      nameOf,
    );
    expect(commitments?.entries[0]?.fields.map(({ heading }) => heading)).toEqual([
      'What residents will do',
      'What Streets & Parks will do',
    ]);
  });
});
