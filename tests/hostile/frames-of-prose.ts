/** Hostile updates to rich text. */
import { IMRAN } from '@ginnel/testkit/people';
import * as Y from 'yjs';
import { craft, type Struct } from './craft.ts';
import { AMINAS, type Frame } from './frames.ts';
import type { Scene } from './scene.ts';

export function framesOfProse(scene: Scene): readonly Frame[] {
  const { mirror } = scene;
  const mine = Y.getState(mirror.store, AMINAS);
  const strengths = mirror.getXmlFragment('strengths');
  const block = strengths.get(0) as Y.XmlElement;
  const words = block.get(0) as Y.XmlText;
  const wordsStart = words._start!.id;
  const boldStart = startOfMark(words);
  const imrans = ((mirror.getXmlFragment('understanding').get(0) as Y.XmlElement).get(0) as Y.XmlText)._start!;
  const gone = goneIn(mirror.getXmlFragment('understanding'));
  const toldAnew = (struct: Omit<Struct, 'content'>) => ({
    ...gone,
    structs: [{ ...struct, content: { kind: 'string', text: 'lies' } } as const],
  });
  const write = (...structs: Struct[]) => craft([{ client: AMINAS, clock: mine, structs }]);
  const mark = (name: string, value: unknown) => write({ origin: wordsStart, content: { kind: 'format', name, value } });
  // Before the block that is there; within another node, at its beginning.
  const node = (name: string, parent?: Struct['parent']): Struct => ({
    ...(parent === undefined ? { right: block._item!.id } : { parent }),
    content: { kind: 'type', type: 3, name },
  });
  const deep: Struct[] = [node('blockquote')];
  for (let i = 0; i < 20; i++) deep.push(node('blockquote', { client: AMINAS, clock: mine + i }));
  return [
    {
      name: "a false copy of words that are gone beside a block of one's own",
      update: craft([
        { client: AMINAS, clock: mine, structs: [node('paragraph')] },
        toldAnew({ origin: { client: gone.client, clock: gone.clock - 1 } }),
      ]),
      expected: 'gap',
    },
    {
      name: "words that are gone, told anew behind half of somebody's emoji",
      update: craft([toldAnew({ origin: halfIn(words) })]),
      standing: 'visitor',
      expected: 'not-allowed',
    },
    {
      name: 'an item set over words that another wrote in one go',
      update: write({
        origin: imrans.id,
        right: { client: imrans.id.client, clock: imrans.id.clock + 3 },
        content: { kind: 'string', text: 'x' },
      }),
      expected: 'malformed',
    },
    { name: 'a link that runs a program', update: mark('link', { href: 'javascript:alert(1)' }), expected: 'bad-value' },
    {
      name: 'a link that runs a program, with a tab in its scheme',
      update: mark('link', { href: 'java\tscript:alert(1)' }),
      expected: 'bad-value',
    },
    { name: 'a link that carries a page', update: mark('link', { href: 'data:text/html,<script>1</script>' }), expected: 'bad-value' },
    { name: 'a link with a style', update: mark('link', { href: 'https://example.org', style: 'position:fixed' }), expected: 'bad-value' },
    { name: 'a link with a class', update: mark('link', { href: 'https://example.org', class: 'overlay' }), expected: 'bad-value' },
    {
      name: 'a link without protection of the page',
      update: mark('link', { href: 'https://example.org', rel: 'opener' }),
      expected: 'bad-value',
    },
    { name: 'a mark that the editor does not have', update: mark('textStyle', { color: 'white' }), expected: 'bad-value' },
    { name: 'a mark that hides behind a hash', update: mark('onclick--abcdefgh', {}), expected: 'bad-value' },
    { name: 'a script', update: write(node('script')), expected: 'bad-value' },
    { name: 'an image', update: write(node('image')), expected: 'bad-value' },
    {
      name: 'a heading of level one',
      update: write(node('heading'), { parent: { client: AMINAS, clock: mine }, key: 'level', content: { kind: 'any', values: [1] } }),
      expected: 'bad-value',
    },
    {
      name: 'an attribute that no node has',
      update: write({ parent: block._item!.id, key: 'onclick', content: { kind: 'any', values: ['x'] } }),
      expected: 'unknown-path',
    },
    { name: 'a list item outside a list', update: write(node('listItem')), expected: 'bad-value' },
    {
      name: 'text straight in the field',
      update: write({ parent: 'strengths', content: { kind: 'type', type: 6 } }),
      expected: 'bad-value',
    },
    {
      name: 'a node within a line break',
      update: write({ ...node('hardBreak'), right: words._item!.id }, node('hardBreak', { client: AMINAS, clock: mine })),
      expected: 'bad-value',
    },
    { name: 'a map within rich text', update: write({ parent: 'strengths', content: { kind: 'type', type: 1 } }), expected: 'bad-value' },
    { name: 'quotations twenty deep', update: write(...deep), expected: 'bad-value' },
    {
      name: 'one origin alive and one collected, which replicas that keep deleted words would read otherwise',
      update: write({ origin: wordsStart, right: gone, content: { kind: 'string', text: 'x' } }),
      expected: 'malformed',
    },
    {
      name: 'the beginning of bold type deleted by a visitor, as if to tidy',
      update: craft([], [{ client: boldStart.client, ranges: [[boldStart.clock, 1]] }]),
      expected: 'not-allowed',
      standing: 'visitor',
    },
    {
      name: 'a block of somebody else deleted after consultation began',
      update: craft([], [{ client: block._item!.id.client, ranges: [[block._item!.id.clock, 1]] }]),
      expected: 'wrong-phase',
      phase: 'consulting',
      from: IMRAN,
    },
  ];
}

/** A character within a block that was deleted. */
function goneIn(fragment: Y.XmlFragment): { client: number; clock: number } {
  for (let item = fragment._start; item !== null; item = item.right) {
    if (!item.deleted || !(item.content instanceof Y.ContentType)) continue;
    const text = item.content.type._start?.content as Y.ContentType;
    return { ...text.type._start!.id };
  }
  throw new Error('The scene has a deleted block.');
}

/** The first half of an emoji. */
function halfIn(text: Y.XmlText): { client: number; clock: number } {
  for (let item = text._start; item !== null; item = item.right) {
    const at = item.content instanceof Y.ContentString ? item.content.str.indexOf('👋') : -1;
    if (at >= 0) return { client: item.id.client, clock: item.id.clock + at };
  }
  throw new Error('The scene has an emoji.');
}

function startOfMark(text: Y.XmlText): { client: number; clock: number } {
  for (let item = text._start; item !== null; item = item.right) if (item.content instanceof Y.ContentFormat) return { ...item.id };
  throw new Error('The scene has a word in bold type.');
}
