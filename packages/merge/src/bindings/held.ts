/**
 * Two readings of one text kept side by side: as the field shows it, and as the document has it. They differ while an
 * input method composes (the field must not be touched then), where the document holds `\r`, which a field never shows,
 * and where composed words go beyond the field's limit: they stay in the field and are not in the document.
 * A change in one is told in the places of the other, so that nobody's words are written over.
 */
import type { TextChange } from '../edits/text.ts';

/** `field`: others deleted it, and the field shows it yet. `over`: beyond the limit, and in the field only. */
type In = 'both' | 'document' | 'field' | 'over';

interface Piece {
  readonly in: In;
  readonly length: number;
}

/** Words beyond the limit, and the place in the document before which the field shows them. */
export interface Over {
  readonly at: number;
  readonly words: string;
}

export class Held {
  #pieces: Piece[];

  /** @param overs  in the order of their places */
  constructor(documentText: string, overs: readonly Over[] = []) {
    this.#pieces = overs.reduceRight((pieces, { at, words }) => {
      const [before, after] = splitAt(pieces, at, 'document');
      return [...before, { in: 'over', length: words.length }, ...after];
    }, piecesOf(documentText));
  }

  /** @param field  what the field shows */
  overs(field: string): Over[] {
    const overs: Over[] = [];
    let [at, place] = [0, 0];
    for (const piece of this.#pieces) {
      if (piece.in === 'over') overs.push({ at, words: field.slice(place, place + piece.length) });
      if (counts(piece, 'document')) at += piece.length;
      if (counts(piece, 'field')) place += piece.length;
    }
    return overs;
  }

  /** Somebody changed the document, and the field does not show it yet. */
  changedInDocument({ at, remove, insert }: TextChange): void {
    const [before, rest] = splitAt(this.#pieces, at, 'document');
    const [gone, after] = splitAt(rest, remove, 'document');
    // What the document no longer has stays in the field; what only the document had is gone.
    const kept = gone.flatMap((piece): Piece[] =>
      piece.in === 'document' ? [] : [piece.in === 'over' ? piece : { ...piece, in: 'field' }],
    );
    this.#pieces = joined([...before, ...kept, { in: 'document', length: insert.length }, ...after]);
  }

  /**
   * The person changed the field. @returns what that is in the document, to be done in this order
   *
   * @param room  how many code units the document still takes; what is beyond stays in the field
   */
  changedInField({ at, remove, insert }: TextChange, room = Infinity): TextChange[] {
    const [before, rest] = splitAt(this.#pieces, at, 'field');
    const [gone, after] = splitAt(rest, remove, 'field');
    const from = lengthIn(before, 'document');
    const freed = gone.reduce((sum, piece) => sum + (piece.in === 'both' ? piece.length : 0), 0);
    const fits = fitting(insert, room + freed);
    const changes: TextChange[] = [{ at: from, remove: 0, insert: insert.slice(0, fits) }];
    let place = from + fits;
    const kept: Piece[] = [];
    for (const piece of gone) {
      if (piece.in === 'document') {
        kept.push(piece);
        place += piece.length;
      } else if (piece.in === 'both') {
        changes.push({ at: place, remove: piece.length, insert: '' });
      }
    }
    this.#pieces = joined([...before, { in: 'both', length: fits }, { in: 'over', length: insert.length - fits }, ...kept, ...after]);
    return changes.filter((change) => change.remove > 0 || change.insert !== '');
  }

  /** Room has come: what is over goes into the document as far as it fits. @returns the changes, to be done in this order */
  takeIn(field: string, room: number): TextChange[] {
    const changes: TextChange[] = [];
    let [at, place, left] = [0, 0, room];
    this.#pieces = joined(
      this.#pieces.flatMap((piece): Piece[] => {
        const words = field.slice(place, place + piece.length);
        if (counts(piece, 'field')) place += piece.length;
        const fits = piece.in === 'over' ? fitting(words, left) : 0;
        if (fits > 0) changes.push({ at, remove: 0, insert: words.slice(0, fits) });
        at += counts(piece, 'document') ? piece.length : fits;
        left -= fits;
        return piece.in === 'over'
          ? [
              { in: 'both', length: fits },
              { in: 'over', length: piece.length - fits },
            ]
          : [piece];
      }),
    );
    return changes;
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

/** What the field shows of a document with words over the limit. @param overs  in the order of their places */
export function withOvers(documentText: string, overs: readonly Over[]): string {
  let from = 0;
  const parts = overs.map(({ at, words }) => {
    const part = asShown(documentText.slice(from, at)) + words;
    from = at;
    return part;
  });
  return parts.join('') + asShown(documentText.slice(from));
}

/** How much of the words there is room for, without tearing a letter of two code units. */
function fitting(words: string, room: number): number {
  const fits = Math.max(0, Math.min(words.length, room));
  const unit = words.charCodeAt(fits - 1);
  return fits < words.length && unit >= 0xd800 && unit <= 0xdbff ? fits - 1 : fits;
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
  return piece.in === 'both' || piece.in === reading || (piece.in === 'over' && reading === 'field');
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
