/** A person's words out of a document, as plain text by field: what is offered back when the server did not take them. */
import * as Y from 'yjs';
import type { FieldWords } from '../not-accepted/entry.ts';
import { fieldPathOf, isMeant, itemsBelow, itemsOf, keyedItemsOf, typeIn, type AnyType } from './field.ts';
import { within, type Ranges } from './ranges.ts';

/** Keys that say where an entry stands, and hold nobody's words. */
const NOT_WORDS = new Set(['position', 'removed']);

export interface WordsWanted {
  /** The structs whose words are meant; what the person deleted again is left out. */
  readonly inserted: Ranges;
  /** What the person deleted: its fields are listed too, with nothing written. */
  readonly deleted: Ranges;
  /** Structs of the person that somebody else's container buried. */
  readonly buried: Ranges;
}

/** @param doc  with `gc` off, as the person had it */
export function wordsOf(doc: Y.Doc, wanted: WordsWanted): FieldWords[] {
  const words: FieldWords[] = [];
  for (const root of doc.share.values()) collect(root as AnyType, wanted, words);
  return words;
}

function collect(type: AnyType, wanted: WordsWanted, words: FieldWords[]): void {
  if (isProse(type)) {
    const field = fieldWords(type, wanted);
    if (field !== null) words.push(field);
    return;
  }
  for (const [key, item] of keyedItemsOf(type, wanted.buried)) {
    const inner = typeIn(item);
    if (inner !== null) collect(inner, wanted, words);
    else if (!item.deleted && !NOT_WORDS.has(key) && within(wanted.inserted, item.id, item.length).length > 0) {
      const value = String(item.content.getContent().at(-1));
      if (value !== '') words.push({ path: fieldPathOf(item), written: [value], asSeen: value });
    }
  }
}

function isProse(type: AnyType): boolean {
  return type instanceof Y.Text || type instanceof Y.XmlFragment;
}

function fieldWords(type: AnyType, wanted: WordsWanted): FieldWords | null {
  const pieces = new Pieces();
  walk(type, wanted, pieces);
  const { deleted, buried } = wanted;
  const tookOut = [...itemsBelow(type, buried)].some((item) => item.deleted && within(deleted, item.id, item.length).length > 0);
  if (pieces.written.length === 0 && !tookOut) return null;
  return { path: pathOf(type), written: pieces.written, asSeen: pieces.seen };
}

function walk(type: AnyType, wanted: WordsWanted, pieces: Pieces): void {
  for (const item of itemsOf(type)) {
    if (!isMeant(item, wanted.buried)) continue;
    const inner = typeIn(item);
    if (inner !== null) {
      if (inner instanceof Y.XmlElement) pieces.newBlock();
      walk(inner as unknown as AnyType, wanted, pieces);
    } else if (item.content instanceof Y.ContentString) {
      pieces.add(item.content.str, within(wanted.inserted, item.id, item.length));
    }
  }
}

/** Joins what stands side by side, and parts it where a block begins or somebody else's words stand between. */
class Pieces {
  readonly written: string[] = [];
  seen = '';
  #open = false;

  add(text: string, mine: readonly { readonly from: number; readonly to: number }[]): void {
    let at = 0;
    for (const { from, to } of mine) {
      if (from > at) this.#open = false;
      const piece = text.slice(from, to);
      if (this.#open) this.written[this.written.length - 1] += piece;
      else this.written.push(piece);
      this.#open = true;
      at = to;
    }
    if (at < text.length) this.#open = false;
    this.seen += text;
  }

  newBlock(): void {
    this.#open = false;
    if (this.seen !== '' && !this.seen.endsWith('\n')) this.seen += '\n';
  }
}

function pathOf(type: AnyType): string {
  if (type._item !== null) return fieldPathOf(type._item);
  for (const [name, root] of (type.doc as Y.Doc).share) if (root === (type as unknown)) return name;
  return '';
}
