/** What a comment keeps of other people's words, carried into a new epoch: its anchor moves along, and its quote goes when what it quotes goes. */
import type { DocumentKind } from '@ginnel/domain/documents';
import { toBase64UrlEncoded } from 'lib0/buffer';
import * as Y from 'yjs';
import { textsOf } from '../attribution/contributions.ts';
import { itemsOf } from '../attribution/items.ts';
import { fieldsOf } from '../bindings/fields.ts';
import { readAnchor, type Anchor } from '../comments/anchor.ts';
import { idsAfter, type Origin } from './compare.ts';
import { idsBetween, type Gone } from './gone.ts';

/** Shorter pieces stand in other people's words by chance. */
const MIN_SHARED = 4;

/** To the words that stay of those it pointed at; to their field as a whole when none do. */
export function anchorAfter(kind: DocumentKind, old: Y.Doc, anchor: Anchor, origins: readonly Origin[]): Anchor {
  const read = readAnchor(kind, old, anchor);
  if (read.state !== 'words') return read.path;
  const { path, from, to } = read;
  const was =
    from.text === to.text
      ? idsBetween(from.text, from.index, to.index)
      : [...idsBetween(from.text, from.index, from.text.length), ...idsBetween(to.text, 0, to.index)];
  const now = idsAfter(was, origins);
  const [first, last] = [now[0], now.at(-1)];
  if (first === undefined || last === undefined) return path;
  const ends = [
    { item: { client: first.client, clock: first.clock }, assoc: 0 },
    { item: { client: last.client, clock: last.clock + last.length - 1 }, assoc: -1 },
  ];
  return [path, ...ends.map((end) => toBase64UrlEncoded(Y.encodeRelativePosition(Y.createRelativePositionFromJSON(end))))].join(' ');
}

/** The words that go, those that were deleted before as well, run by run and without spaces. */
export function goneRuns(kind: DocumentKind, old: Y.Doc, gone: Gone): string[] {
  const runs: string[] = [];
  for (const field of fieldsOf(kind, old)) {
    for (const text of textsOf(field)) {
      let run = '';
      const end = (): void => {
        if (squeezed(run).length >= MIN_SHARED) runs.push(squeezed(run));
        run = '';
      };
      for (const { id, content } of itemsOf(text)) {
        if (!(content instanceof Y.ContentString)) continue;
        for (let i = 0; i < content.str.length; i++) {
          if (gone.isGone(field.path) || gone.ids.has(id.client, id.clock + i)) run += content.str[i];
          else end();
        }
      }
      end();
    }
  }
  return runs;
}

/** Whether a quote repeats a run that goes, or begins or ends in one. */
export function quotesGone(quote: string, runs: readonly string[]): boolean {
  const said = squeezed(quote);
  if (said === '') return false;
  return runs.some((run) => said.includes(run) || run.includes(said) || overlap(said, run) || overlap(run, said));
}

/** Whether one text ends as the other begins. */
function overlap(before: string, after: string): boolean {
  for (let length = Math.min(before.length, after.length); length >= MIN_SHARED; length--) {
    if (before.endsWith(after.slice(0, length))) return true;
  }
  return false;
}

function squeezed(words: string): string {
  return words.replace(/\s+/g, '');
}
