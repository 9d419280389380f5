/** Makes a rich text read as given, block by block and word by word: blocks and words that stay keep their authors. */
import { diffArrays } from 'diff';
import * as Y from 'yjs';
import type { Prose, ProseNode, ProseText } from '../canonical/content.ts';
import { canonicalJson } from '../canonical/hash.ts';
import { nodeOf, wordsOf } from '../canonical/prose.ts';
import { elementOf, textOf } from '../edits/prose.ts';
import { restoreInline } from './restore-inline.ts';
import { likeness } from './words.ts';

/** Two blocks of one kind are the same one, rewritten, when they share so much of their words. */
const ALIKE = 0.4;

export function restoreProse(fragment: Y.XmlFragment, prose: Prose): void {
  alignBlocks(fragment, prose);
}

function alignBlocks(parent: Y.XmlFragment, wanted: readonly ProseNode[]): void {
  const elements = parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement);
  const present = elements.map((element) => ({ element, node: nodeOf(element) })).filter(({ node }) => !isBlank(node));
  let from = 0;
  let to = 0;
  /** The element after which the next one comes. Blank paragraphs stay where they are. */
  let last: Y.XmlElement | null = null;
  let gone: typeof present = [];
  let come: ProseNode[] = [];
  const flush = (): void => {
    last = replace(parent, { gone, come, last });
    gone = [];
    come = [];
  };
  for (const { added, removed, value } of diffArrays(
    present.map(({ node }) => canonicalJson(node)),
    wanted.map(canonicalJson),
  )) {
    if (removed) gone.push(...present.slice(from, (from += value.length)));
    else if (added) come.push(...wanted.slice(to, (to += value.length)));
    else {
      flush();
      from += value.length;
      to += value.length;
      last = present[from - 1]?.element ?? last;
    }
  }
  flush();
}

interface Replacement {
  readonly gone: readonly { readonly element: Y.XmlElement; readonly node: ProseNode }[];
  readonly come: readonly ProseNode[];
  readonly last: Y.XmlElement | null;
}

function replace(parent: Y.XmlFragment, { gone, come, last }: Replacement): Y.XmlElement | null {
  let after = last;
  let next = 0;
  const insert = (nodes: readonly ProseNode[]): void => {
    for (const node of nodes) {
      const element = elementOf(node);
      parent.insertAfter(after, [element]);
      after = element;
    }
  };
  for (const { element, node } of gone) {
    const at = come.findIndex((each, i) => i >= next && each.type === node.type && likeness(wordsOf([node]), wordsOf([each])) >= ALIKE);
    if (at === -1) {
      parent.delete(parent.toArray().indexOf(element), 1);
      continue;
    }
    insert(come.slice(next, at));
    rewrite(element, come[at] as ProseNode);
    after = element;
    next = at + 1;
  }
  insert(come.slice(next));
  return after;
}

function rewrite(element: Y.XmlElement, wanted: ProseNode): void {
  const attributes = element.getAttributes() as Record<string, unknown>;
  for (const name of Object.keys(attributes)) if (wanted.attrs?.[name] === undefined) element.removeAttribute(name);
  for (const [name, value] of Object.entries(wanted.attrs ?? {}))
    if (attributes[name] !== value) element.setAttribute(name, value as string);
  const content = wanted.content ?? [];
  if (isInline(content) && isInline(nodeOf(element).content ?? [])) {
    restoreInline(element, content);
  } else if (content.every((child): child is ProseNode => child.type !== 'text')) {
    alignBlocks(element, content);
  } else {
    if (element.length > 0) element.delete(0, element.length);
    element.insert(
      0,
      content.map((child) => ('text' in child ? textOf([child]) : elementOf(child))),
    );
  }
}

function isInline(content: readonly (ProseNode | ProseText)[]): boolean {
  return content.every((child) => child.type === 'text' || child.type === 'hardBreak');
}

function isBlank(node: ProseNode): boolean {
  return node.type === 'paragraph' && (node.content ?? []).length === 0;
}
