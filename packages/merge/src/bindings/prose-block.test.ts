import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { contentOf, isLinkAddress } from './prose-schema.ts';
import { openEmptyBlocks, writeBlock, type ShownNode } from './prose-block.ts';

const NONE = { isText: false, isTextblock: false, nodeSize: 1, marks: [], childCount: 0, child: (): never => never() };
const never = (): never => {
  throw new Error('holds nothing');
};

function shownText(text: string, ...marks: string[]): ShownNode {
  return {
    ...NONE,
    type: { name: 'text' },
    isText: true,
    text,
    nodeSize: text.length,
    marks: marks.map((name) => ({ type: { name }, attrs: {} })),
  };
}

function shownNode(name: string, ...children: ShownNode[]): ShownNode {
  const nodeSize = children.reduce((sum, child) => sum + child.nodeSize, 2);
  const isTextblock = name === 'paragraph';
  return { ...NONE, type: { name }, isTextblock, nodeSize, childCount: children.length, child: (index) => children[index] as ShownNode };
}

const sameMarkup = (one: unknown, other: ShownNode) => (one as ShownNode | undefined)?.type.name === other.type.name;

/** One paragraph with these texts, and what shows it. */
function paragraphOf(...texts: string[]): {
  fragment: Y.XmlFragment;
  paragraph: Y.XmlElement;
  mapping: Map<unknown, unknown>;
} {
  const fragment = new Y.Doc({ gc: false }).getXmlFragment('strengths');
  const paragraph = new Y.XmlElement('paragraph');
  fragment.insert(0, [paragraph]);
  paragraph.insert(
    0,
    texts.map((text) => new Y.XmlText(text)),
  );
  return { fragment, paragraph, mapping: new Map<unknown, unknown>([[paragraph, shownNode('paragraph', shownText(texts.join('')))]]) };
}

describe('an edit within one block of prose', () => {
  it.each([
    ['before', 7, ['Mills ', 'T', 't']],
    ['behind', 8, ['Mills t', 'T']],
  ])('[BI7] puts a letter %s its like of another’s, where the caret is', (_where, caret, pieces) => {
    const { fragment, mapping } = paragraphOf('Mills t');
    const doc = fragment.doc as Y.Doc;
    doc.clientID++;
    const shown = shownNode('doc', shownNode('paragraph', shownText('Mills tt')));
    expect(writeBlock({ fragment, shown, path: [0], caret, mapping, sameMarkup })).toBe(true);
    const text = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
    const found: string[] = [];
    for (let item = text._start; item !== null; item = item.right) {
      const letters = (item.content as Y.ContentString).str;
      found.push(item.id.client === doc.clientID ? letters.toUpperCase() : letters);
    }
    expect(found).toEqual(pieces);
  });

  it('[BI7] changes each of two texts in a block where it is, and moves nothing from one to the other', () => {
    const { fragment, paragraph, mapping } = paragraphOf('one', 'two');
    const shown = shownNode('doc', shownNode('paragraph', shownText('on!wo')));
    expect(writeBlock({ fragment, shown, path: [0], caret: 3, mapping, sameMarkup })).toBe(true);
    expect(paragraph.toArray().map(String)).toEqual(['on!', 'wo']);
  });

  it('[BI7] marks what is shown as marked, and only that', () => {
    const { fragment, paragraph, mapping } = paragraphOf('Mill town');
    const shown = shownNode('doc', shownNode('paragraph', shownText('Mill', 'bold'), shownText(' towns')));
    expect(writeBlock({ fragment, shown, path: [0], caret: 10, mapping, sameMarkup })).toBe(true);
    expect(paragraph.toString()).toBe('<paragraph><bold>Mill</bold> towns</paragraph>');
  });

  it('[BI7] is left alone when another block is different too, or what stands between the words', () => {
    const { fragment, paragraph, mapping } = paragraphOf('Mills');
    const two = shownNode('doc', shownNode('paragraph', shownText('Mills!')), shownNode('paragraph'));
    const broken = shownNode('doc', shownNode('paragraph', shownText('Mi'), { ...NONE, type: { name: 'hardBreak' } }, shownText('lls')));
    for (const shown of [two, broken]) expect(writeBlock({ fragment, shown, path: [0], caret: 1, mapping, sameMarkup })).toBe(false);
    expect(paragraph.toString()).toBe('<paragraph>Mills</paragraph>');
  });

  it('[BI8] an empty block has a text from its beginning, in which all who begin there write', () => {
    const doc = new Y.Doc({ gc: false });
    const list = new Y.XmlElement('bulletList');
    doc.getXmlFragment('strengths').insert(0, [list, new Y.XmlElement('paragraph')]);
    const item = new Y.XmlElement('listItem');
    list.insert(0, [item]);
    item.insert(0, [new Y.XmlElement('paragraph')]);
    const other = new Y.Doc({ gc: false });
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    openEmptyBlocks(other.getXmlFragment('strengths'));
    expect((other.getXmlFragment('strengths').get(1) as Y.XmlElement).length).toBe(0);
    openEmptyBlocks(doc.getXmlFragment('strengths'));
    openEmptyBlocks(doc.getXmlFragment('strengths'));
    expect([item.get(0), doc.getXmlFragment('strengths').get(1)].map((block) => (block as Y.XmlElement).length)).toEqual([1, 1]);
  });
});

it('[BI9] what the editor may put into a node is what admission lets it hold', () => {
  expect(contentOf('doc')).toBe('(paragraph | heading | bulletList | orderedList | blockquote)+');
  expect(contentOf('paragraph')).toBe('(text | hardBreak)*');
  expect(contentOf('bulletList')).toBe('(listItem)*');
  expect(contentOf('hardBreak')).toBe('');
  expect(['https://bury.gov.uk', 'mailto:amina@example.org', 'javascript:alert(1)', 'https://a b'].map(isLinkAddress)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
