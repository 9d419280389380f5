/** A text of the fork against the original, piece by piece, in place: what is the same, added and removed, and whose it is. */
import * as Y from 'yjs';
import { itemsOf } from '../attribution/items.ts';
import type { OriginalView } from './original-view.ts';

export type Attributes = Readonly<Record<string, unknown>>;

export interface Piece {
  readonly state: 'same' | 'added' | 'removed';
  readonly words: string;
  readonly client: number;
  readonly clock: number;
  /** Index in the original's text. */
  readonly at: number;
  /** Marks in the fork. */
  readonly attributes: Attributes;
}

/** The pieces in order of the text; a piece ends where its client, its state or its marks do. */
export function piecesOf(text: Y.Text, original: OriginalView): Piece[] {
  const pieces: Piece[] = [];
  const marks: Record<string, unknown> = {};
  let at = 0;
  for (const item of itemsOf(text)) {
    const { content } = item;
    if (content instanceof Y.ContentFormat && !item.deleted) {
      if (content.value === null) delete marks[content.key];
      else marks[content.key] = content.value;
    }
    if (!(content instanceof Y.ContentString)) continue;
    for (let from = 0; from < item.length;) {
      const clock = item.id.clock + from;
      const { presence, until } = original.reach(item.id.client, clock);
      const to = Math.min(item.length, until - item.id.clock);
      const state = presence === 'standing' ? (item.deleted ? 'removed' : 'same') : presence === 'absent' && !item.deleted ? 'added' : null;
      if (state !== null)
        pieces.push({ state, words: content.str.slice(from, to), client: item.id.client, clock, at, attributes: { ...marks } });
      if (presence === 'standing') at += to - from;
      from = to;
    }
  }
  return pieces;
}

/** Pieces that belong to one change: what was removed and added between two pieces that are the same. */
export function hunksOf(pieces: readonly Piece[]): Piece[][] {
  const hunks: Piece[][] = [];
  let open = false;
  for (const piece of pieces) {
    if (piece.state === 'same') {
      open = false;
    } else if (open) {
      hunks.at(-1)?.push(piece);
    } else {
      hunks.push([piece]);
      open = true;
    }
  }
  return hunks;
}
