/** Finds words that somebody points at by quoting them, as ids: what they said is then not kept. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { textsOf } from '../attribution/contributions.ts';
import { itemsOf } from '../attribution/items.ts';
import { fieldAt, type Path } from '../bindings/fields.ts';
import type { IdRange } from '../contract.ts';
import { openRoots } from '../edits/open.ts';

export interface Quoted {
  readonly path: Path;
  /** As it reads; line ends do not count, because prose has none of its own. */
  readonly quote: string;
  /** Which of several places that read the same: 0 is the first. */
  readonly occurrence: number;
}

/** `null`: it does not stand there (any more). */
export function idsOfQuote(kind: DocumentKind, updates: Iterable<Uint8Array>, { path, quote, occurrence }: Quoted): IdRange[] | null {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  for (const update of updates) Y.applyUpdate(doc, update);
  const field = fieldAt(kind, doc, path);
  const units: { readonly client: number; readonly clock: number }[] = [];
  /** Where the units that are no line ends stand among all. */
  const places: number[] = [];
  let read = '';
  for (const text of field === null ? [] : textsOf(field)) {
    for (const { id, deleted, content } of itemsOf(text)) {
      if (deleted || !(content instanceof Y.ContentString)) continue;
      for (let i = 0; i < content.str.length; i++) {
        units.push({ client: id.client, clock: id.clock + i });
        if (content.str[i] === '\n') continue;
        places.push(units.length - 1);
        read += content.str[i];
      }
    }
  }
  doc.destroy();
  const wanted = quote.replaceAll('\n', '');
  if (wanted === '') return null;
  let at = read.indexOf(wanted);
  for (let left = occurrence; left > 0 && at >= 0; left--) at = read.indexOf(wanted, at + 1);
  if (at < 0) return null;
  return joined(units.slice(places[at], (places[at + wanted.length - 1] as number) + 1));
}

function joined(units: readonly { readonly client: number; readonly clock: number }[]): IdRange[] {
  const ranges: { client: number; clock: number; length: number }[] = [];
  for (const { client, clock } of units) {
    const last = ranges.at(-1);
    if (last?.client === client && last.clock + last.length === clock) last.length++;
    else ranges.push({ client, clock, length: 1 });
  }
  return ranges;
}
