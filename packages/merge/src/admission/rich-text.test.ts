import { describe, expect, it } from 'vitest';
import { attributeOf, markFits, mayHold } from './rich-text.ts';

const editorsLink = { target: '_blank', rel: 'noopener noreferrer nofollow', class: null, title: null };

describe('rich text', () => {
  it('[AD11] a link leads to a web or mail address, with what the editor writes beside it', () => {
    for (const href of ['https://example.org/a?b#c', 'http://example.org', 'HTTPS://EXAMPLE.ORG', 'mailto:amina@example.org'])
      expect(markFits('link', { href, ...editorsLink })).toBe(true);
    expect(markFits('link', { href: 'https://example.org' })).toBe(true);
    expect(markFits('link--aB3/=+xY', { href: 'https://example.org' })).toBe(true);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.org',
    '//example.org',
    '/sign-out',
    'https://example.org/ x',
    'https:',
    '',
    `https://example.org/${'x'.repeat(2000)}`,
  ])('[AD11] a link to %j is refused', (href) => {
    expect(markFits('link', { href })).toBe(false);
  });

  it('[AD11] a link without an address, or with more than the editor writes, is refused', () => {
    for (const value of [
      {},
      true,
      'https://example.org',
      ['https://example.org'],
      { href: null },
      { href: 'https://example.org', onclick: 'x' },
    ])
      expect(markFits('link', value)).toBe(false);
    expect(markFits('link', { href: 'https://example.org', target: '_top' })).toBe(false);
    expect(markFits('link', { href: 'https://example.org', __proto__x: null })).toBe(false);
  });

  it('[AD11] bold and italic carry nothing; every mark ends with null; no other mark is known', () => {
    for (const mark of ['bold', 'italic']) {
      for (const value of [{}, true, null]) expect(markFits(mark, value)).toBe(true);
      for (const value of [{ style: 'x' }, 'x', [], 1, false]) expect(markFits(mark, value)).toBe(false);
    }
    expect(markFits('link', null)).toBe(true);
    for (const mark of ['code', 'ychange', 'constructor', '__proto__', 'bold--short', '--aB3/=+xY', ''])
      expect(markFits(mark, null)).toBe(false);
  });

  it('[AD11] nodes nest as the editor nests them', () => {
    const inside = (parent: string) =>
      ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote', 'listItem', 'hardBreak', '#text', 'script'].filter((child) =>
        mayHold(parent, child),
      );
    const blocks = ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote'];
    expect(inside('#fragment')).toEqual(blocks);
    expect(inside('listItem')).toEqual(blocks);
    expect(inside('blockquote')).toEqual(blocks);
    expect(inside('bulletList')).toEqual(['listItem']);
    expect(inside('orderedList')).toEqual(['listItem']);
    expect(inside('paragraph')).toEqual(['hardBreak', '#text']);
    expect(inside('heading')).toEqual(['hardBreak', '#text']);
    for (const leaf of ['hardBreak', '#text', 'constructor', 'toString']) expect(inside(leaf)).toEqual([]);
  });

  it('[AD11] a heading has a level of 2 or 3, an ordered list a start and a type; nothing else has attributes', () => {
    expect([1, 2, 3, 4, '2', null].filter(attributeOf('heading', 'level')!)).toEqual([2, 3]);
    expect([0, 1, 7, 100_000, -1, 1.5, 100_001, '1', NaN].filter(attributeOf('orderedList', 'start')!)).toEqual([0, 1, 7, 100_000]);
    expect(['1', 'a', 'I', 'disc', 1].filter(attributeOf('orderedList', 'type')!)).toEqual(['1', 'a', 'I']);
    for (const [node, name] of [
      ['paragraph', 'level'],
      ['heading', 'id'],
      ['heading', 'constructor'],
      ['constructor', 'name'],
    ] as const)
      expect(attributeOf(node, name)).toBeNull();
  });
});
