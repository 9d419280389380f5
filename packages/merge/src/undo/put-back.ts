/**
 * Putting kept words back where they once stood, in a document that no longer knows their ids: a new epoch. Their place is
 * found by what stood around them; where nothing of that stands any more, they go to the end of their field. Each run
 * comes back under its author.
 */
import { assert } from '@ginnel/base/assert';
import type { Random } from '@ginnel/base/ports';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { Bringing, type Brought } from '../attribution/bringing.ts';
import { textsOf } from '../attribution/contributions.ts';
import { fieldAt, type Path } from '../bindings/fields.ts';
import { copyOf } from '../suggestions/structs.ts';
import type { History } from './passage.ts';

export interface KeptWords {
  readonly path: Path;
  readonly before: string;
  readonly after: string;
  readonly runs: readonly { readonly words: string; readonly author: Author }[];
}

/** Fewer letters than this are found anywhere. */
const LEAST = 4;

/** @returns null when their field is not there any more. Marks of rich text are not brought back. */
export function putBack({ kind, doc }: History, { path, before, after, runs }: KeptWords, random: Random): Brought | null {
  const live = copyOf(kind, doc);
  const bringing = new Bringing(random);
  const used = new Set<number>();
  const updates: Uint8Array[] = [];
  const field = fieldAt(kind, live, path);
  if (field?.type !== 'text' && field?.type !== 'rich') return null;
  live.on('update', (update: Uint8Array) => void updates.push(update));
  const as = (author: Author, edit: () => void): void => {
    live.clientID = bringing.clientFor(author);
    used.add(live.clientID);
    live.transact(edit);
  };
  const entry = fieldAt(kind, live, path.slice(0, Math.max(0, path.lastIndexOf('/'))) || path);
  const [first] = runs;
  if (entry?.type === 'entry' && entry.entry.get('removed') === true && first !== undefined)
    as(first.author, () => void entry.entry.set('removed', false));
  const texts = textsOf(field);
  const found = placeOf(texts.map(wordsOf), before, after);
  const { text, at } = found === null ? ending(field, texts, first?.author, as) : { text: texts[found.text], at: found.at };
  assert(text !== undefined, 'a place that was found is in one of the texts');
  let index = at;
  for (const { words, author } of runs) {
    const from = index;
    as(author, () => text.insert(from, words, text instanceof Y.XmlText ? {} : undefined));
    index += words.length;
  }
  live.destroy();
  return { update: Y.mergeUpdates(updates), leases: bringing.leasesIn(used) };
}

/** Behind the longest end of what stood before, or before the longest beginning of what stood after. */
function placeOf(texts: readonly string[], before: string, after: string): { readonly text: number; readonly at: number } | null {
  for (let length = Math.max(before.length, after.length); length >= LEAST; length--) {
    for (const [text, words] of texts.entries()) {
      const behind = length > before.length ? -1 : words.lastIndexOf(before.slice(-length));
      if (behind !== -1) return { text, at: behind + length };
      const ahead = length > after.length ? -1 : words.indexOf(after.slice(0, length));
      if (ahead !== -1) return { text, at: ahead };
    }
  }
  return null;
}

/** The end of a field; in rich text a paragraph of their own. */
function ending(
  field: { readonly type: 'text' } | { readonly type: 'rich'; readonly fragment: Y.XmlFragment },
  texts: readonly Y.Text[],
  author: Author | undefined,
  as: (author: Author, edit: () => void) => void,
): { readonly text: Y.Text | undefined; readonly at: number } {
  if (field.type === 'text' || author === undefined) return { text: texts.at(-1), at: texts.at(-1)?.length ?? 0 };
  const [paragraph, text] = [new Y.XmlElement('paragraph'), new Y.XmlText()];
  as(author, () => {
    field.fragment.insert(field.fragment.length, [paragraph]);
    paragraph.insert(0, [text]);
  });
  return { text, at: 0 };
}

function wordsOf(text: Y.Text): string {
  return Y.Text.prototype.toString.call(text);
}
