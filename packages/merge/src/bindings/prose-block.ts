/**
 * The rich-text binding's way from the editor into Yjs, for edits that stay within one block: typing, deleting, marks.
 * The stock binding (y-tiptap) compares the old and new words and does not know where the caret is, so a letter that
 * stands there already ("the" beside somebody's "the") is put among the neighbour's letters; and it writes a
 * neighbour's words anew, as one's own, where two began to write in an empty block at once. This does neither.
 */
import * as Y from 'yjs';
import { canonicalJson } from '../canonical/hash.ts';
import { spliceBetween, type TextChange } from '../edits/text.ts';

/** A node as an editor on ProseMirror shows it; its own nodes are such. */
export interface ShownNode {
  readonly type: { readonly name: string };
  readonly isText: boolean;
  readonly isTextblock: boolean;
  readonly text?: string | undefined;
  readonly nodeSize: number;
  readonly marks: readonly { readonly type: { readonly name: string }; readonly attrs: Readonly<Record<string, unknown>> }[];
  readonly childCount: number;
  child(index: number): ShownNode;
}

export interface BlockEdit {
  readonly fragment: Y.XmlFragment;
  /** The whole prose as it is shown now. */
  readonly shown: ShownNode;
  /** The block in which the caret is, by the places of its nodes among their siblings. */
  readonly path: readonly number[];
  /** The caret's place in the block: UTF-16 code units, and one for each node between them. */
  readonly caret: number;
  /** Which node shows which type: as it was before the edit, and brought up to date by this. */
  readonly mapping: Map<unknown, unknown>;
  /** Whether two nodes differ in nothing but what they hold. */
  readonly sameMarkup: (one: unknown, other: ShownNode) => boolean;
}

/** Writes the edit. @returns false, having written nothing, when more has changed than what one block holds */
export function writeBlock({ fragment, shown, path, caret, mapping, sameMarkup }: BlockEdit): boolean {
  const holders: [Y.XmlFragment, ShownNode][] = [[fragment, shown]];
  let [type, node]: [Y.XmlFragment, ShownNode] = [fragment, shown];
  for (const index of path) {
    const children = type.toArray();
    if (children.length !== node.childCount) return false;
    for (const [i, child] of children.entries()) if (i !== index && mapping.get(child) !== node.child(i)) return false;
    const [child, next] = [children[index], node.child(index)];
    if (!(child instanceof Y.XmlElement) || !sameMarkup(mapping.get(child), next)) return false;
    [type, node] = [child, next];
    holders.push([type, node]);
  }
  const stretches = node.isTextblock ? stretchesOf(type, node) : null;
  if (stretches === null) return false;
  for (const stretch of stretches) writeStretch(type, stretch, caret - stretch.from);
  for (const [each, now] of holders) mapping.set(each, now);
  return true;
}

/** Gives each empty block of this replica's a text: two who begin to write in it then write in one. */
export function openEmptyBlocks(parent: Y.XmlFragment): void {
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue;
    const isOwn = child._item?.id.client === child.doc?.clientID;
    if (child.length === 0 && isOwn && TEXTBLOCKS.has(child.nodeName)) child.insert(0, [new Y.XmlText()]);
    else openEmptyBlocks(child);
  }
}

const TEXTBLOCKS: ReadonlySet<string> = new Set(['paragraph', 'heading']);

type Attributes = Readonly<Record<string, unknown>>;

interface Run {
  readonly text: string;
  readonly attributes: Attributes;
}

/** Text between two nodes of a block. Usually one `Y.XmlText`; two where people began at once, none where nobody has. */
interface Stretch {
  readonly texts: readonly Y.XmlText[];
  readonly runs: readonly Run[];
  /** Its place in the block, as a caret counts it. */
  readonly from: number;
  /** Among the type's children. */
  readonly index: number;
}

/** @returns null when the nodes between the texts are not the same */
function stretchesOf(type: Y.XmlFragment, node: ShownNode): Stretch[] | null {
  const children = type.toArray();
  const stretches: Stretch[] = [];
  let [index, at, place] = [0, 0, 0];
  for (;;) {
    const from = place;
    const start = index;
    const texts: Y.XmlText[] = [];
    for (let child = children[index]; child instanceof Y.XmlText; child = children[++index]) texts.push(child);
    const runs: Run[] = [];
    for (; at < node.childCount && node.child(at).isText; at++) {
      runs.push(runOf(node.child(at)));
      place += node.child(at).nodeSize;
    }
    stretches.push({ texts, runs, from, index: start });
    if (at === node.childCount || index === children.length) return at === node.childCount && index === children.length ? stretches : null;
    const [between, shown] = [children[index++], node.child(at++)];
    if (!(between instanceof Y.XmlElement) || between.nodeName !== shown.type.name) return null;
    place += shown.nodeSize;
  }
}

function runOf({ text = '', marks }: ShownNode): Run {
  return { text, attributes: Object.fromEntries(marks.map((mark) => [mark.type.name, mark.attrs])) };
}

function writeStretch(type: Y.XmlFragment, { texts, runs, index }: Stretch, caret: number): void {
  const next = runs.map(({ text }) => text).join('');
  const change = spliceBetween(texts.map(wordsOf).join(''), next, Math.min(Math.max(0, caret), next.length));
  if (texts.length === 0) {
    if (next === '') return;
    const text = new Y.XmlText();
    type.insert(index, [text]);
    return writeStretch(type, { texts: [text], runs, index, from: 0 }, caret);
  }
  if (change !== null) splice(texts, change, attributesAt(runs, change.at));
  let from = 0;
  for (const text of texts) {
    const { length } = wordsOf(text);
    format(text, between(runs, from, from + length));
    from += length;
  }
}

/** At the seam of two texts words go on where the letter before them stands. */
function splice(texts: readonly Y.XmlText[], { at, remove, insert }: TextChange, attributes: Attributes): void {
  let start = 0;
  let inserted = insert === '';
  for (const text of texts) {
    const end = start + wordsOf(text).length;
    const [from, to] = [Math.max(at, start), Math.min(at + remove, end)];
    if (to > from) text.delete(from - start, to - from);
    if (!inserted && at <= end) {
      text.insert(at - start, insert, attributes);
      inserted = true;
    }
    start = end;
  }
}

function attributesAt(runs: readonly Run[], at: number): Attributes {
  let end = 0;
  return runs.find(({ text }) => (end += text.length) > at)?.attributes ?? {};
}

function between(runs: readonly Run[], from: number, to: number): Run[] {
  let start = 0;
  return runs.flatMap(({ text, attributes }) => {
    const part = text.slice(Math.max(0, from - start), Math.max(0, to - start));
    start += text.length;
    return part === '' ? [] : [{ text: part, attributes }];
  });
}

/** Marks the text as shown, where it is not so marked already. */
function format(text: Y.XmlText, runs: readonly Run[]): void {
  const now = runsIn(text);
  if (signature(now) === signature(runs)) return;
  const none = Object.fromEntries(now.flatMap(({ attributes }) => Object.keys(attributes).map((name) => [name, null])));
  text.applyDelta(runs.map((run) => ({ retain: run.text.length, attributes: { ...none, ...run.attributes } })));
}

function runsIn(text: Y.XmlText): Run[] {
  return (text.toDelta() as { insert: string; attributes?: Attributes }[]).map(({ insert, attributes = {} }) => ({
    text: insert,
    attributes,
  }));
}

function wordsOf(text: Y.XmlText): string {
  return runsIn(text)
    .map((run) => run.text)
    .join('');
}

/** The same for the same marks at the same places. */
function signature(runs: readonly Run[]): string {
  const parts: [string, number][] = [];
  for (const { text, attributes } of runs) {
    const marks = canonicalJson(attributes);
    const last = parts.at(-1);
    if (last?.[0] === marks) last[1] += text.length;
    else parts.push([marks, text.length]);
  }
  return JSON.stringify(parts);
}
