/** Prose written by programs (demo content, restores, captured words): blocks appended to a rich text as the editor would write them. */
import * as Y from 'yjs';
import type { Prose, ProseNode, ProseText } from '../canonical/content.ts';

export function appendProse(fragment: Y.XmlFragment, prose: Prose): void {
  fragment.insert(fragment.length, prose.map(elementOf));
}

/** Plain paragraphs as prose. */
export function paragraphs(...texts: readonly string[]): Prose {
  return texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }));
}

export function elementOf(node: ProseNode): Y.XmlElement {
  const element = new Y.XmlElement(node.type);
  for (const [name, value] of Object.entries(node.attrs ?? {})) element.setAttribute(name, value as string);
  const children: (Y.XmlElement | Y.XmlText)[] = [];
  let runs: ProseText[] = [];
  const flush = () => {
    if (runs.length > 0) children.push(textOf(runs));
    runs = [];
  };
  for (const child of node.content ?? []) {
    if ('text' in child) {
      runs.push(child);
    } else {
      flush();
      children.push(elementOf(child));
    }
  }
  flush();
  element.insert(0, children);
  return element;
}

export function textOf(runs: readonly ProseText[]): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(
    runs.map((run) => ({
      insert: run.text,
      attributes: Object.fromEntries((run.marks ?? []).map((mark) => [mark.type, mark.attrs ?? {}])),
    })),
  );
  return text;
}
