/** What the judge sketches of a text: see `rehearsal.ts`. */
import type * as Y from 'yjs';
import type { Standing } from '../placing.ts';

/** A new item, or a part of an item of the document that was cut or is followed by a new one. */
export interface Piece extends Standing {
  length: number;
  right: Node | null;
  /** Items that it stands for: what is typed on stays one piece. At most so many, once it was cut. */
  count: number;
  /** Behind what it was put after a walk: where the one before it may begin. */
  readonly behind: Node | null;
  /** What a Yjs without quick integration walks over for it. */
  readonly passed: number;
  /** A walk is resumed only as long as no item went astray since. */
  readonly era: number;
}

export type Node = Y.Item | Piece;
