/** Rich text as ProseMirror JSON without formatting noise: runs merged, marks sorted, empty paragraphs left out. */
import * as Y from 'yjs';
import type { Prose, ProseNode, ProseText } from './content.ts';

type Attributes = Record<string, string | number | boolean>;

export function proseOf(fragment: Y.XmlFragment): Prose {
  return childrenOf(fragment).filter((child): child is ProseNode => child.type !== 'text' && !isBlank(child));
}

/** The plain words of prose, a line per block. */
export function wordsOf(prose: Prose): string {
  return prose.map((block) => plain(block)).join('\n');
}

function plain(node: ProseNode | ProseText): string {
  if ('text' in node) return node.text;
  if (node.type === 'hardBreak') return '\n';
  const inner = (node.content ?? []).map(plain);
  return inner.join((node.content ?? []).some((child) => child.type !== 'text' && child.type !== 'hardBreak') ? '\n' : '');
}

function isBlank(node: ProseNode): boolean {
  return node.type === 'paragraph' && (node.content ?? []).length === 0;
}

function childrenOf(parent: Y.XmlFragment): (ProseNode | ProseText)[] {
  const children: (ProseNode | ProseText)[] = [];
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) for (const run of runsOf(child)) pushRun(children, run);
    else if (child instanceof Y.XmlElement) children.push(nodeOf(child));
  }
  return children;
}

export function nodeOf(element: Y.XmlElement): ProseNode {
  const attrs = tidyAttributes(element.getAttributes() as Record<string, unknown>);
  const content = childrenOf(element);
  return { type: element.nodeName, ...(attrs && { attrs }), ...(content.length > 0 && { content }) };
}

function runsOf(text: Y.XmlText): ProseText[] {
  const runs: ProseText[] = [];
  for (const part of text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
    if (typeof part.insert !== 'string' || part.insert === '') continue;
    const marks = Object.entries(part.attributes ?? {})
      .filter(([, value]) => value !== null && value !== undefined)
      // y-prosemirror writes overlapping marks of one type as `name--hash`.
      .map(([name, value]) => ({
        type: name.replace(/--.*$/, ''),
        attrs: tidyAttributes(value as Record<string, unknown>) as Record<string, string> | undefined,
      }))
      .map(({ type, attrs }) => ({ type, ...(attrs && { attrs }) }))
      .sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0));
    pushRun(runs, { type: 'text', text: part.insert, ...(marks.length > 0 && { marks }) });
  }
  return runs;
}

function pushRun(into: (ProseNode | ProseText)[], run: ProseText): void {
  const last = into.at(-1);
  if (last !== undefined && 'text' in last && JSON.stringify(last.marks) === JSON.stringify(run.marks)) {
    into[into.length - 1] = { ...last, text: last.text + run.text };
  } else {
    into.push(run);
  }
}

function tidyAttributes(attributes: Record<string, unknown> | null | undefined): Attributes | undefined {
  const kept = Object.entries(attributes ?? {})
    .filter((pair): pair is [string, string | number | boolean] => ['string', 'number', 'boolean'].includes(typeof pair[1]))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
