/**
 * Puts the items of an update into a sketch of their texts, in the order and at the places of Yjs, and counts what that costs. An item
 * that was written between two neighbours costs nothing; one whose origins lie apart makes Yjs walk over what stands between them, and a
 * kilobyte of such items could hold a server for seconds. The document is only read: what is cut or stands elsewhere is sketched.
 */
import * as Y from 'yjs';
import { isSameId, land, STEP, type Line } from '../placing.ts';
import type { Effort } from './effort.ts';
import { CUT, CUT_SHARE, DEAD_SHARE, MAX_DEAD_STEPS, MAX_PASSED } from './limits.ts';
import type { Node, Piece } from './piece.ts';
import type { Place } from './places.ts';
import { refuse } from './refused.ts';
import { isTypedOn, NONE, type Scanned } from './scan.ts';
import { structAt } from './store.ts';

/** What brings items: where those of the update are found. */
interface Source {
  readonly store: Y.Doc['store'];
  incomingAt(client: number, clock: number): Scanned;
  /** Structs of one client, in the document and with the update. */
  structsOf(client: number): number;
}

export class Rehearsal implements Line<Node> {
  readonly #source: Source;
  readonly #effort: Effort;
  /** Items of the document of which there are pieces. */
  readonly #pieces = new Map<Y.Item, Piece[]>();
  readonly #starts = new Map<Place, Piece>();
  #era = 0;
  #spent = 0;
  #passedInAll = 0;
  readonly #counter = {
    spend: (effort: number): void => {
      this.#spent += effort;
      this.#effort.spend(effort);
    },
  };

  constructor(source: Source, effort: Effort) {
    this.#source = source;
    this.#effort = effort;
  }

  /**
   * @param left, right    what holds the origins, when it is in the document
   * @param ours, theirs   the same, when it comes with the update
   */
  place(struct: Scanned, place: Place, left: Y.Item | null, right: Y.Item | null, ours: Scanned | null, theirs: Scanned | null): void {
    if (ours !== null && this.#goesOn(struct, ours, right, theirs)) return;
    const origin = struct.originClient === NONE ? null : Y.createID(struct.originClient, struct.originClock);
    const rightOrigin = struct.rightClient === NONE ? null : Y.createID(struct.rightClient, struct.rightClock);
    const before = origin === null ? null : this.#endingWith(left ?? ours!, struct.originClock);
    const after = rightOrigin === null ? null : this.#beginningWith(right ?? theirs!, struct.rightClock);
    if (before !== null && before.id.clock + before.length - 1 !== struct.originClock) this.#era++;
    const start = before === null ? this.#startOf(place) : this.next(before);
    let behind = before;
    let piece: Piece | null = null;
    if (start !== after) {
      const last = this.#isResumable(after, struct, origin) ? after : null;
      this.#spent = 0;
      const comer = { client: struct.client, origin, rightOrigin };
      const from = last === null ? before : this.#asItStands(last.behind!);
      const landing = land(this, comer, from, last === null ? start : this.next(from!), after, last !== null, this.#counter);
      behind = landing.behind;
      if (landing.isAstray) this.#era++;
      const passed = this.#spent / STEP + (last?.passed ?? 0);
      if ((this.#passedInAll += passed) > MAX_PASSED) refuse('too-large');
      if (behind !== before) piece = this.#pieceOf(struct, origin, rightOrigin, behind, passed);
    }
    piece ??= this.#pieceOf(struct, origin, rightOrigin, null, 0);
    struct.pieces = [piece];
    if (behind === null) {
      piece.right = this.#startOf(place);
      this.#starts.set(place, piece);
    } else {
      piece.right = this.next(behind);
      this.#asPiece(behind).right = piece;
    }
  }

  next({ right }: Node): Node | null {
    return right === null ? null : this.#asItStands(right as Node);
  }

  effortOf(node: Node): number {
    return STEP * (node instanceof Y.Item ? countOf(node) : node.count);
  }

  holding(id: Y.ID): unknown {
    const item = structAt(this.#source.store, id.client, id.clock);
    if (item instanceof Y.GC) return item;
    const pieces = item === null ? this.#source.incomingAt(id.client, id.clock).pieces : this.#pieces.get(item);
    return pieces === null || pieces === undefined ? item : pieces[indexAt(pieces, id.clock)];
  }

  /** What is typed on behind a piece, with nothing between, belongs to it. */
  #goesOn(struct: Scanned, ours: Scanned, right: Y.Item | null, theirs: Scanned | null): boolean {
    if (struct.client !== ours.client || struct.originClock !== struct.clock - 1 || !isTypedOn(struct, ours)) return false;
    const piece = ours.pieces?.at(-1);
    if (piece === undefined || piece.id.clock + piece.length !== struct.clock) return false;
    const { rightClient, rightClock } = struct;
    const after = rightClient === NONE ? null : this.#beginningWith(right ?? theirs!, rightClock);
    if (this.next(piece) !== after) return false;
    piece.length += struct.length;
    piece.count++;
    struct.pieces = ours.pieces;
    return true;
  }

  #isResumable(after: Node | null, { client }: Scanned, origin: Y.ID | null): after is Piece {
    if (after === null || after instanceof Y.Item) return false;
    return after.behind !== null && after.era === this.#era && after.id.client === client && isSameId(after.origin, origin);
  }

  #pieceOf(struct: Scanned, origin: Y.ID | null, rightOrigin: Y.ID | null, behind: Node | null, passed: number): Piece {
    const id = Y.createID(struct.client, struct.clock);
    return { id, length: struct.length, origin, rightOrigin, right: null, count: 1, behind, passed, era: this.#era };
  }

  #startOf(place: Place): Node | null {
    const start = this.#starts.get(place) ?? place.type?._start ?? null;
    return start === null ? null : this.#asItStands(start);
  }

  /** An item of the document, or its first piece. */
  #asItStands(node: Node): Node {
    return node instanceof Y.Item ? (this.#pieces.get(node)?.[0] ?? node) : node;
  }

  #asPiece(node: Node): Piece {
    return node instanceof Y.Item ? this.#piecesOf(node)[0]! : node;
  }

  #piecesOf(item: Y.Item): Piece[] {
    let pieces = this.#pieces.get(item);
    if (pieces === undefined) {
      const { id, length, origin, rightOrigin, right } = item;
      pieces = [{ id, length, origin, rightOrigin, right: right as Y.Item | null, count: countOf(item), behind: null, passed: 0, era: -1 }];
      this.#pieces.set(item, pieces);
    }
    return pieces;
  }

  #endingWith(holder: Y.Item | Scanned, clock: number): Node {
    if (holder instanceof Y.Item && holder.id.clock + holder.length - 1 === clock) {
      const pieces = this.#pieces.get(holder);
      return pieces === undefined ? holder : pieces.at(-1)!;
    }
    return this.#cut(holder, clock, clock + 1)[0];
  }

  #beginningWith(holder: Y.Item | Scanned, clock: number): Node {
    if (holder instanceof Y.Item && holder.id.clock === clock) return this.#asItStands(holder);
    return this.#cut(holder, clock, clock)[1];
  }

  /** @returns  what ends before `edge`, where there is such, and what begins there, each as a piece */
  #cut(holder: Y.Item | Scanned, clock: number, edge: number): [Piece, Piece] {
    const pieces = holder instanceof Y.Item ? this.#piecesOf(holder) : (holder.pieces ?? refuse('gap'));
    const index = indexAt(pieces, clock);
    const head = pieces[index]!;
    const { client } = head.id;
    const kept = edge - head.id.clock;
    if (kept === 0 || kept === head.length) return [head, head];
    if (!(holder instanceof Y.Item) && edge > holder.clock && edge < holder.clock + holder.length)
      this.#effort.spend(CUT + this.#source.structsOf(client) / CUT_SHARE);
    const tail: Piece = {
      id: Y.createID(client, edge),
      length: head.length - kept,
      origin: Y.createID(client, edge - 1),
      rightOrigin: head.rightOrigin,
      right: head.right,
      count: Math.min(head.count, head.length - kept),
      behind: null,
      passed: 0,
      era: -1,
    };
    head.length = kept;
    head.count = Math.min(head.count, kept);
    head.right = tail;
    pieces.splice(index + 1, 0, tail);
    return [head, tail];
  }
}

/** Replicas that collect nothing may hold a run of dead items apart. */
function countOf({ deleted, length }: Y.Item): number {
  return deleted ? 1 + Math.min(length, MAX_DEAD_STEPS) / DEAD_SHARE : 1;
}

function indexAt(pieces: readonly Piece[], clock: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.id.clock <= clock) low = middle;
    else high = middle - 1;
  }
  return low;
}
