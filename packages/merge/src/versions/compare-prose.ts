/** Differences between two rich texts, block by block and word by word. */
import { diffArrays } from 'diff';
import type { Prose, ProseNode, ProseText } from '../canonical/content.ts';
import { canonicalJson } from '../canonical/hash.ts';
import { compareWords, likeness, type WordRun } from './words.ts';

/** A block that holds words itself: a paragraph, a heading, the paragraph of a list item. */
export interface Block {
  /** Node names from the outside in: `bulletList`, `listItem`, `paragraph`. */
  readonly names: readonly string[];
  readonly attrs: Readonly<Record<string, string | number | boolean>>;
  readonly inline: readonly (ProseText | ProseNode)[];
}

export type BlockChange =
  | { readonly type: 'same'; readonly block: Block }
  | { readonly type: 'added' | 'removed'; readonly block: Block }
  /** Moved as it is; stands at its new place. */
  | { readonly type: 'moved'; readonly block: Block }
  /** Words, formats or the kind of block changed. `formats`: the words are the same and only their look differs. */
  | {
      readonly type: 'changed';
      readonly before: Block;
      readonly block: Block;
      readonly words: readonly WordRun[];
      readonly formats: boolean;
    };

/** Two blocks are the same one, rewritten, when they share at least so much of their words; more when they stand apart. */
const ALIKE = 0.4;
const ALIKE_APART = 0.6;
/** Beyond so many pairs nobody looks for rewritten blocks: all were replaced. */
const MAX_PAIRS = 10_000;

interface Placed {
  change: BlockChange;
  /** Changes between two blocks that stayed belong together. */
  readonly group: number;
  /** Taken as the earlier state of another. */
  paired: boolean;
}

export function compareProse(before: Prose, after: Prose): BlockChange[] {
  const old = blocksOf(before);
  const now = blocksOf(after);
  const placed: Placed[] = [];
  let from = 0;
  let to = 0;
  let group = 0;
  for (const { added, removed, value } of diffArrays(old.map(canonicalJson), now.map(canonicalJson))) {
    const type = added ? 'added' : removed ? 'removed' : 'same';
    const blocks = type === 'removed' ? old.slice(from, from + value.length) : now.slice(to, to + value.length);
    if (type !== 'added') from += value.length;
    if (type !== 'removed') to += value.length;
    if (type === 'same') group++;
    for (const block of blocks) placed.push({ change: { type, block }, group, paired: false });
  }
  findMoved(placed);
  findRewritten(placed);
  return placed.filter(({ paired }) => !paired).map(({ change }) => change);
}

export function wordsOfBlock({ inline }: Block): string {
  return inline.map((node) => ('text' in node ? node.text : '\n')).join('');
}

function findMoved(placed: readonly Placed[]): void {
  const gone = new Map<string, Placed[]>();
  for (const each of placed) {
    if (each.change.type !== 'removed') continue;
    const key = canonicalJson(each.change.block);
    gone.set(key, [...(gone.get(key) ?? []), each]);
  }
  for (const each of placed) {
    const origin = each.change.type === 'added' ? gone.get(canonicalJson(each.change.block))?.shift() : undefined;
    if (origin === undefined) continue;
    origin.paired = true;
    each.change = { type: 'moved', block: each.change.block };
  }
}

/** The most alike pairs first. */
function findRewritten(placed: readonly Placed[]): void {
  const gone = placed.filter(({ change, paired }) => change.type === 'removed' && !paired);
  const come = placed.filter(({ change }) => change.type === 'added');
  if (gone.length * come.length > MAX_PAIRS) return;
  const pairs = gone.flatMap((a) =>
    come.map((b) => ({ a, b, alike: likeness(wordsOfBlock(a.change.block), wordsOfBlock(b.change.block)) })),
  );
  for (const { a, b, alike } of pairs.sort((x, y) => y.alike - x.alike)) {
    if (a.paired || b.change.type !== 'added' || alike < (a.group === b.group ? ALIKE : ALIKE_APART)) continue;
    a.paired = true;
    b.change = changeOf(a.change.block, b.change.block);
  }
}

function changeOf(before: Block, block: Block): BlockChange {
  const words = compareWords(wordsOfBlock(before), wordsOfBlock(block));
  return { type: 'changed', before, block, words, formats: words.every(({ type }) => type === 'same') };
}

function blocksOf(prose: readonly (ProseNode | ProseText)[], names: readonly string[] = []): Block[] {
  return prose.flatMap((node): Block[] => {
    if ('text' in node) return [];
    const content = node.content ?? [];
    const within = [...names, node.type];
    const isLeaf = content.every((child) => 'text' in child || child.type === 'hardBreak');
    return isLeaf ? [{ names: within, attrs: node.attrs ?? {}, inline: content }] : blocksOf(content, within);
  });
}
