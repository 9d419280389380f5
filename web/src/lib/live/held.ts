/**
 * Two readings of one text kept side by side: as the field shows it, and as the document has it. They differ while an
 * input method composes (the field must not be touched then) and where the document holds `\r`, which a field never shows.
 * A change in one is told in the places of the other, so that nobody's words are written over.
 */

/** Removes `remove` code units at `at`, then puts `insert` there. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

type In = 'both' | 'document' | 'field';

interface Piece {
  readonly in: In;
  readonly length: number;
}

export class Held {
  #pieces: Piece[];

  constructor(documentText: string) {
    this.#pieces = piecesOf(documentText);
  }

  /** Somebody changed the document, and the field does not show it yet. */
  changedInDocument({ at, remove, insert }: Splice): void {
    const [before, rest] = splitAt(this.#pieces, at, 'document');
    const [gone, after] = splitAt(rest, remove, 'document');
    // What the document no longer has stays in the field; what only the document had is gone.
    const kept = gone.flatMap((piece): Piece[] => (piece.in === 'document' ? [] : [{ in: 'field', length: piece.length }]));
    this.#pieces = joined([...before, ...kept, { in: 'document', length: insert.length }, ...after]);
  }

  /** The person changed the field. @returns what that is in the document, to be done in this order */
  changedInField({ at, remove, insert }: Splice): Splice[] {
    const [before, rest] = splitAt(this.#pieces, at, 'field');
    const [gone, after] = splitAt(rest, remove, 'field');
    const from = lengthIn(before, 'document');
    const changes: Splice[] = [{ at: from, remove: 0, insert }];
    let place = from + insert.length;
    const kept: Piece[] = [];
    for (const piece of gone) {
      if (piece.in === 'document') {
        kept.push(piece);
        place += piece.length;
      } else if (piece.in === 'both') {
        changes.push({ at: place, remove: piece.length, insert: '' });
      }
    }
    this.#pieces = joined([...before, { in: 'both', length: insert.length }, ...kept, ...after]);
    return changes.filter((change) => change.remove > 0 || change.insert !== '');
  }

  /** The field shows everything that the document says. */
  nowShown(): void {
    this.#pieces = joined(this.#pieces.flatMap((piece) => (piece.in === 'field' ? [] : [{ ...piece, in: 'both' as const }])));
  }

  /** The place in the document of a place in the field. */
  toDocument(place: number): number {
    return lengthIn(splitAt(this.#pieces, place, 'field')[0], 'document');
  }

  toField(place: number): number {
    return lengthIn(splitAt(this.#pieces, place, 'document')[0], 'field');
  }
}

/** What a field shows of a text: it has no `\r`. */
export function asShown(documentText: string): string {
  return documentText.replace(/\r\n?/g, '\n');
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('\r\n'); at !== -1; at = text.indexOf('\r\n', at + 1)) {
    pieces.push({ in: 'both', length: at - from }, { in: 'document', length: 1 });
    from = at + 1;
  }
  return joined([...pieces, { in: 'both', length: text.length - from }]);
}

function counts(piece: Piece, reading: 'document' | 'field'): boolean {
  return piece.in === 'both' || piece.in === reading;
}

function lengthIn(pieces: readonly Piece[], reading: 'document' | 'field'): number {
  return pieces.reduce((sum, piece) => sum + (counts(piece, reading) ? piece.length : 0), 0);
}

/** The pieces before and from a place; what the reading does not have stays behind the place. */
function splitAt(pieces: readonly Piece[], place: number, reading: 'document' | 'field'): [Piece[], Piece[]] {
  let left = place;
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] as Piece;
    if (left === 0) return [pieces.slice(0, i), pieces.slice(i)];
    if (!counts(piece, reading)) continue;
    if (piece.length > left) {
      return [
        [...pieces.slice(0, i), { ...piece, length: left }],
        [{ ...piece, length: piece.length - left }, ...pieces.slice(i + 1)],
      ];
    }
    left -= piece.length;
  }
  return [[...pieces], []];
}

function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (piece.length === 0) continue;
    if (last?.in === piece.in) out[out.length - 1] = { ...last, length: last.length + piece.length };
    else out.push(piece);
  }
  return out;
}
