/** The words of one block and their marks, made to read as given. */
import * as Y from 'yjs';
import type { ProseNode, ProseText } from '../canonical/content.ts';
import { canonicalJson } from '../canonical/hash.ts';
import { elementOf, textOf } from '../edits/prose.ts';
import { restoreText } from './restore-text.ts';

type Marks = Readonly<Record<string, unknown>>;

/** @param wanted  texts and hard breaks */
export function restoreInline(element: Y.XmlElement, wanted: readonly (ProseNode | ProseText)[]): void {
  const lines = linesOf(wanted);
  const present = presentLines(element);
  // One text for each line between breaks is what editors write; anything else is written anew.
  if (present === null || present.length !== lines.length) {
    if (element.length > 0) element.delete(0, element.length);
    const children = lines.flatMap((runs, i) => [
      ...(i === 0 ? [] : [elementOf({ type: 'hardBreak' })]),
      ...(runs.length === 0 ? [] : [textOf(runs)]),
    ]);
    element.insert(0, children);
    return;
  }
  for (let i = lines.length - 1; i >= 0; i--) {
    const runs = lines[i] as ProseText[];
    const text = present[i];
    if (text instanceof Y.XmlText) restoreRuns(text, runs);
    else if (runs.length > 0) element.insert(text as number, [textOf(runs)]);
  }
}

function restoreRuns(text: Y.XmlText, runs: readonly ProseText[]): void {
  restoreText(text, runs.map((run) => run.text).join(''));
  let at = 0;
  const wanted = runs.flatMap((run) => Array.from({ length: run.text.length }, () => run.marks ?? []));
  for (const part of text.toDelta() as { insert: string; attributes?: Marks }[]) {
    for (let start = 0; start < part.insert.length;) {
      const marks = wanted[at + start] ?? [];
      let end = start + 1;
      while (end < part.insert.length && canonicalJson(wanted[at + end] ?? []) === canonicalJson(marks)) end++;
      const change = changeOfMarks(part.attributes ?? {}, marks);
      if (Object.keys(change).length > 0) text.format(at + start, end - start, change);
      start = end;
    }
    at += part.insert.length;
  }
}

/** What to set, and to null, so that words with these attributes have these marks. y-prosemirror writes overlapping marks as `name--hash`. */
function changeOfMarks(attributes: Marks, marks: NonNullable<ProseText['marks']>): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  const missing = new Set(marks);
  for (const [name, value] of Object.entries(attributes)) {
    const kept = marks.find(
      (mark) => mark.type === name.replace(/--.*$/, '') && canonicalJson(mark.attrs ?? {}) === canonicalJson(value ?? {}),
    );
    if (kept === undefined) change[name] = null;
    else missing.delete(kept);
  }
  for (const mark of missing) change[mark.type] = mark.attrs ?? {};
  return change;
}

function linesOf(inline: readonly (ProseNode | ProseText)[]): ProseText[][] {
  const lines: ProseText[][] = [[]];
  for (const node of inline) {
    if ('text' in node) lines.at(-1)?.push(node);
    else lines.push([]);
  }
  return lines;
}

/** For each line its text, or the index where one belongs; null when a line is written in several texts. */
function presentLines(element: Y.XmlElement): (Y.XmlText | number)[] | null {
  const lines: (Y.XmlText | number)[] = [0];
  let breaks = 0;
  for (const [i, child] of element.toArray().entries()) {
    if (child instanceof Y.XmlText) {
      if (typeof lines[breaks] !== 'number') return null;
      lines[breaks] = child;
    } else {
      breaks++;
      lines.push(i + 1);
    }
  }
  return lines;
}
