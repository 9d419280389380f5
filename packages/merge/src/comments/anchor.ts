/** Where in a document a comment, a cursor or a link points: at words, by the ids of the characters at its ends, so that it moves with them. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer';
import * as Y from 'yjs';
import { fieldAt, type Path } from '../bindings/fields.ts';

/** A path, or a path and the two ends of the words: `notes AAEC… AAED…`. Empty: the whole document. */
export type Anchor = string;

/** A place in a plain text, or in one text of a rich text, in UTF-16 code units. */
export interface Place {
  readonly text: Y.Text;
  readonly index: number;
}

export type Anchored =
  /** The document, an entry or a field as a whole. */
  | { readonly state: 'whole'; readonly path: Path }
  /** These words, as they stand now. */
  | { readonly state: 'words'; readonly path: Path; readonly from: Place; readonly to: Place; readonly words: string }
  /** All the words, or their entry or field, are gone. */
  | { readonly state: 'orphaned'; readonly path: Path };

/** @param from  @param to  in the field at `path`; `to` after `from` */
export function anchorTo(path: Path, from: Place, to: Place): Anchor {
  // The start holds on to the first character, the end to the last: words added at either edge stay outside.
  const ends = [
    Y.createRelativePositionFromTypeIndex(from.text, from.index, 0),
    Y.createRelativePositionFromTypeIndex(to.text, to.index, -1),
  ];
  return [path, ...ends.map((end) => toBase64UrlEncoded(Y.encodeRelativePosition(end)))].join(' ');
}

export function readAnchor(kind: DocumentKind, doc: Y.Doc, anchor: Anchor): Anchored {
  const [path = '', start, end] = anchor.split(' ');
  if (path === '') return { state: 'whole', path };
  const field = fieldAt(kind, doc, path);
  const orphaned: Anchored = { state: 'orphaned', path };
  if (field === null) return orphaned;
  if (start === undefined || end === undefined) return { state: 'whole', path };
  const container = field.type === 'text' ? field.text : field.type === 'rich' ? field.fragment : null;
  const from = placeOf(doc, start);
  const to = placeOf(doc, end);
  if (container === null || from === null || to === null || !isWithin(from.text, container) || !isWithin(to.text, container))
    return orphaned;
  const words = wordsBetween(container, from, to);
  return words === '' ? orphaned : { state: 'words', path, from, to, words };
}

/** @returns null when the bytes are not a position or what they name is not in this document */
function placeOf(doc: Y.Doc, encoded: string): Place | null {
  try {
    const position = Y.decodeRelativePosition(fromBase64UrlEncoded(encoded));
    const at = Y.createAbsolutePositionFromRelativePosition(position, doc);
    return at !== null && at.type instanceof Y.Text ? { text: at.type, index: at.index } : null;
  } catch {
    // Anyone can write an anchor: one that cannot be read is an orphan, not an error.
    return null;
  }
}

/** In the container, and not in a deleted block of it. */
function isWithin(text: Y.Text, container: Y.Text | Y.XmlFragment): boolean {
  let type: Y.AbstractType<unknown> | null = text as Y.AbstractType<unknown>;
  while (type !== null && type !== container) {
    if (type._item?.deleted === true) return false;
    type = type.parent;
  }
  return type === container;
}

function wordsBetween(container: Y.Text | Y.XmlFragment, from: Place, to: Place): string {
  if (from.text === to.text) return plain(from.text).slice(from.index, to.index);
  const texts = container instanceof Y.XmlFragment ? textsIn(container) : [];
  const between = texts.slice(texts.indexOf(from.text) + 1, Math.max(0, texts.indexOf(to.text)));
  if (texts.indexOf(to.text) <= texts.indexOf(from.text)) return '';
  return [plain(from.text).slice(from.index), ...between.map(plain), plain(to.text).slice(0, to.index)].join('\n').trim();
}

function textsIn(parent: Y.XmlFragment): Y.Text[] {
  return parent.toArray().flatMap((child) => (child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsIn(child) : []));
}

/** Without the tags that a Y.XmlText writes for its marks. */
function plain(text: Y.Text): string {
  return Y.Text.prototype.toString.call(text);
}
