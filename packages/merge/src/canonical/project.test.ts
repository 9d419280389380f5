import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { appendProse, paragraphs } from '../edits/prose.ts';
import { canonicalJson, meaningHash } from './hash.ts';
import { project } from './project.ts';
import { wordsOf } from './prose.ts';

describe('project', () => {
  it('gives every root of the kind, empty or not', () => {
    expect(project('priorities', new Y.Doc())).toEqual({ priorities: [], notes: '' });
    expect(Object.keys(project('plan', new Y.Doc()))).toEqual([
      'understanding',
      'strengths',
      'assets',
      'priorities',
      'actions',
      'indicators',
      'notes',
    ]);
  });

  it('writes rich text back as it was put in', () => {
    const doc = new Y.Doc();
    const prose = [
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text' as const, text: 'What we have' }] },
      {
        type: 'bulletList',
        content: [
          {
            type: 'listItem',
            content: [
              {
                type: 'paragraph',
                content: [
                  { type: 'text' as const, text: 'The ' },
                  {
                    type: 'text' as const,
                    text: 'library',
                    marks: [{ type: 'bold' }, { type: 'link', attrs: { href: 'https://example.org/' } }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ];
    appendProse(doc.getXmlFragment('strengths'), prose);
    expect(project('plan', doc).strengths).toEqual(prose);
  });

  it('leaves out empty paragraphs and merges runs of the same marks', () => {
    const doc = new Y.Doc();
    const fragment = doc.getXmlFragment('strengths');
    appendProse(fragment, [{ type: 'paragraph' }, ...paragraphs('one'), { type: 'paragraph', content: [{ type: 'text', text: '' }] }]);
    const paragraph = fragment.get(1) as Y.XmlElement;
    paragraph.insert(1, [new Y.XmlText(' two')]);
    expect(project('plan', doc).strengths).toEqual(paragraphs('one two'));
    expect(wordsOf(project('plan', doc).strengths)).toBe('one two');
  });
});

describe('meaningHash', () => {
  it('does not depend on the order of keys', () => {
    expect(meaningHash({ a: 1, b: ['x', null] })).toBe(meaningHash({ b: ['x', null], a: 1 }));
    expect(canonicalJson({ b: 'é', a: { d: true, c: undefined } })).toBe('{"a":{"d":true},"b":"é"}');
  });

  it('is SHA-256', () => {
    expect(meaningHash('')).toBe('12ae32cb1ec02d01eda3581b127c1fee3b0dc53572ed6baf239721a03d82e126');
  });
});
