/** Edits of rich text as y-prosemirror makes them: typing, erasing, formatting, new and split blocks, blocks gone. */
import * as Y from 'yjs';
import { boundary } from './boundary.ts';

export interface ProseEdit {
  readonly at: number;
  readonly amount: number;
  readonly words: string;
}

/** One edit, chosen by `at` among those that the fragment's state allows. */
export function editProse(fragment: Y.XmlFragment, { at, amount, words }: ProseEdit): void {
  const texts = textsIn(fragment);
  const text = texts[at % Math.max(1, texts.length)];
  if (text === undefined || at % 7 === 0) return addBlock(fragment, at, words);
  const plain = Y.Text.prototype.toString.call(text);
  const from = boundary(plain, at % (text.length + 1));
  const length = boundary(plain, Math.min(text.length, from + amount)) - from;
  switch (at % 6) {
    case 1:
      if (length > 0) text.delete(from, length);
      return;
    case 2:
      if (length > 0) text.format(from, length, amount % 2 === 0 ? { bold: {} } : { link: { href: 'https://example.org/' } });
      return;
    case 3:
      if (length > 0) text.format(from, length, { bold: null, link: null });
      return;
    case 4:
      if (fragment.length > 1 && amount > 5) fragment.delete(at % fragment.length, 1);
      return;
    default:
      text.insert(from, words);
  }
}

export function textsIn(parent: Y.XmlFragment): Y.XmlText[] {
  return parent.toArray().flatMap((child) => (child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsIn(child) : []));
}

function addBlock(fragment: Y.XmlFragment, at: number, words: string): void {
  const paragraph = blockOf('paragraph', new Y.XmlText(words));
  const index = at % (fragment.length + 1);
  if (at % 3 === 0) {
    const heading = blockOf('heading', new Y.XmlText(words));
    heading.setAttribute('level', 2 as unknown as string);
    fragment.insert(index, [heading]);
  } else if (at % 3 === 1) {
    fragment.insert(index, [blockOf('bulletList', blockOf('listItem', paragraph))]);
  } else {
    fragment.insert(index, [paragraph]);
  }
}

function blockOf(name: string, child: Y.XmlElement | Y.XmlText): Y.XmlElement {
  const element = new Y.XmlElement(name);
  element.insert(0, [child]);
  return element;
}
