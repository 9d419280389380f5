/** Suggested changes of one text: words in plain and rich text, marks in rich text. */
import * as Y from 'yjs';
import type { Path } from '../bindings/fields.ts';
import type { IdRange } from '../contract.ts';
import { changeId, touchInside, type Acceptable } from './change.ts';
import { sameTypeIn, type OriginalView } from './original-view.ts';
import { hunksOf, piecesOf, type Attributes, type Piece } from './pieces.ts';

/** @param text  of the fork, and there in the original too */
export function textChanges(path: Path, text: Y.Text, view: OriginalView): Acceptable[] {
  const there = sameTypeIn(view.doc, text);
  if (there === null) return [];
  const pieces = piecesOf(text, view);
  const words = hunksOf(pieces).map((hunk) => ({ at: hunk[0]?.at ?? 0, acceptable: wordsChange(path, text, hunk) }));
  const marks = text instanceof Y.XmlText ? marksChanges(path, text, { pieces, there }) : [];
  return [...words, ...marks].sort((a, b) => a.at - b.at).map(({ acceptable }) => acceptable);
}

function wordsChange(path: Path, text: Y.Text, hunk: readonly Piece[]): Acceptable {
  const [first] = hunk as [Piece];
  const added = hunk.filter(({ state }) => state === 'added');
  return {
    change: {
      type: 'words',
      id: changeId(first.client, first.clock),
      path,
      touches: touchInside(path),
      clients: [...new Set(added.map(({ client }) => client))],
      ids: hunk.map(idsOf),
      removed: join(hunk.filter(({ state }) => state === 'removed')),
      added: join(added),
    },
    accept: (bench) => {
      const live = sameTypeIn(bench.live, text);
      if (live === null) return;
      for (const { state, at, words, client, attributes } of hunk.toReversed()) {
        if (state === 'removed') bench.asAcceptor(() => live.delete(at, words.length));
        else bench.asAuthorOf(client, () => live.insert(at, words, live instanceof Y.XmlText ? { ...attributes } : undefined));
      }
    },
    settle: (fork) => removePieces(fork, text, added),
  };
}

/** Deletes pieces of a text by their ids, whatever has been written around and within since. */
export function removePieces(fork: Y.Doc, text: Y.Text, pieces: readonly Piece[]): void {
  const there = sameTypeIn(fork, text);
  if (there === null || pieces.length === 0) return;
  fork.transact((transaction) => {
    for (const { client, clock, words } of pieces) {
      for (let at = clock; at < clock + words.length;) {
        const item = Y.getItemCleanStart(transaction, Y.createID(client, at));
        if (item.length > clock + words.length - at) Y.getItemCleanStart(transaction, Y.createID(client, clock + words.length));
        at += item.length;
        item.delete(transaction);
      }
    }
  });
}

interface Marked {
  readonly pieces: readonly Piece[];
  readonly there: Y.Text;
}

function marksChanges(path: Path, text: Y.XmlText, { pieces, there }: Marked): { at: number; acceptable: Acceptable }[] {
  const before = attributesByIndex(there);
  const changes: { at: number; acceptable: Acceptable }[] = [];
  for (const piece of pieces) {
    if (piece.state !== 'same') continue;
    for (let from = 0; from < piece.words.length;) {
      const marks = difference(before[piece.at + from] ?? {}, piece.attributes);
      let to = from + 1;
      while (to < piece.words.length && JSON.stringify(difference(before[piece.at + to] ?? {}, piece.attributes)) === JSON.stringify(marks))
        to++;
      if (Object.keys(marks).length > 0)
        changes.push({ at: piece.at + from, acceptable: marksChange(path, text, { piece, from, to, marks }) });
      from = to;
    }
  }
  return changes;
}

function marksChange(
  path: Path,
  text: Y.XmlText,
  { piece, from, to, marks }: { piece: Piece; from: number; to: number; marks: Attributes },
): Acceptable {
  const formats = formatsOf(text, marks);
  return {
    change: {
      type: 'marks',
      id: `${changeId(piece.client, piece.clock + from)}.marks`,
      path,
      touches: touchInside(path),
      clients: [...new Set(formats.map(({ client }) => client))],
      ids: formats,
      words: piece.words.slice(from, to),
      marks,
    },
    accept: (bench) => {
      const live = sameTypeIn(bench.live, text);
      const by = formats[0]?.client ?? piece.client;
      if (live !== null) bench.asAuthorOf(by, () => live.format(piece.at + from, to - from, { ...marks }));
    },
    settle: () => {},
  };
}

/** The ids under which the fork set or unset these marks in this text. */
function formatsOf(text: Y.XmlText, marks: Attributes): IdRange[] {
  const ids: IdRange[] = [];
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentFormat && item.content.key in marks)
      ids.push({ client: item.id.client, clock: item.id.clock, length: 1 });
  }
  return ids;
}

function attributesByIndex(text: Y.Text): Attributes[] {
  return (text.toDelta() as { insert: unknown; attributes?: Attributes }[]).flatMap(({ insert, attributes }) =>
    typeof insert === 'string' ? Array.from({ length: insert.length }, () => attributes ?? {}) : [],
  );
}

/** What to set, and to null, to come from one set of marks to the other. */
function difference(before: Attributes, after: Attributes): Attributes {
  const marks: Record<string, unknown> = {};
  for (const name of Object.keys({ ...before, ...after }).sort()) {
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) marks[name] = after[name] ?? null;
  }
  return marks;
}

function idsOf({ client, clock, words }: Piece): IdRange {
  return { client, clock, length: words.length };
}

function join(pieces: readonly Piece[]): string {
  return pieces.map(({ words }) => words).join('');
}
