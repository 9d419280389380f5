/** Where words stood, told by what stands around them. Reads only. */
import type * as Y from 'yjs';

/** What stood before and after, a line for each block of rich text; at most `AROUND` letters each, fewer at an end of the field. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

export const AROUND = 120;

export interface Place {
  /** Which of the texts, and where in it. */
  readonly text: number;
  readonly offset: number;
  /** The same among all texts, a line for each. */
  readonly at: number;
  /** Their block is gone: they go into one of their own, ahead of that of the text or behind it. */
  readonly beside: 'ahead' | 'behind' | null;
}

/** Fewer letters than this are found anywhere. */
const LEAST = 4;

/**
 * A place for each run, in order: where most of what stood around it stands, and never ahead of the one before.
 *
 * @param texts  of one field, in order; several, or of rich text, are blocks
 * @returns null for a run of whose surroundings nothing stands behind the run before
 */
export function placesIn(texts: readonly string[], runs: readonly Around[], { inBlocks }: { inBlocks: boolean }): (Place | null)[] {
  if (texts.length === 0) return runs.map(() => null);
  // The ends of the field count as ends of a line.
  const all = `\n${texts.join('\n')}\n`;
  let from = 0;
  return runs.map((around) => {
    const before = around.before.length < AROUND ? `\n${around.before}` : around.before;
    const after = around.after.length < AROUND ? `${around.after}\n` : around.after;
    let best = { at: from, matching: 0 };
    for (let at = from; at <= all.length; at++) {
      const matching = suffixLength(all, at, before) + prefixLength(all, at, after);
      if (matching > best.matching) best = { at, matching };
    }
    const isEmpty = all === '\n\n';
    if (!isEmpty && best.matching < LEAST && best.matching < before.length + after.length) return null;
    from = best.at;
    const hadOwnBlock = inBlocks && before.endsWith('\n') && after.startsWith('\n');
    return placeAt(texts, Math.min(Math.max(best.at - 1, 0), all.length - 2), hadOwnBlock);
  });
}

/** Behind everything. */
export function endOf(texts: readonly Y.Text[]): Place {
  return { text: texts.length - 1, offset: texts.at(-1)?.length ?? 0, at: Infinity, beside: null };
}

function placeAt(texts: readonly string[], at: number, hadOwnBlock: boolean): Place {
  let start = 0;
  let text = 0;
  while (text < texts.length - 1 && at > start + (texts[text] as string).length) {
    start += (texts[text] as string).length + 1;
    text++;
  }
  const offset = at - start;
  const isTaken = hadOwnBlock && texts[text] !== '';
  return { text, offset, at, beside: isTaken ? (offset === 0 ? 'ahead' : 'behind') : null };
}

function suffixLength(all: string, at: number, before: string): number {
  let length = 0;
  while (length < before.length && length < at && all[at - 1 - length] === before[before.length - 1 - length]) length++;
  return length;
}

function prefixLength(all: string, at: number, after: string): number {
  let length = 0;
  while (length < after.length && at + length < all.length && all[at + length] === after[length]) length++;
  return length;
}
