/**
 * The attribution index of one document and epoch: who wrote and who deleted every id range, as what, how, when and in
 * which log row. It holds no words. Built row by row as they become durable, or anew from the log.
 */
import type { PersonId } from '@ginnel/base/ids';
import type { Route } from '@ginnel/domain/attribution';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import type { IdRange, LeaseOf } from '../contract.ts';
import { applyWithEffects, type Effects } from './effects.ts';
import { movedWordsIn, type MovedWords } from './moved-words.ts';
import { Spans, type Span, type Stamp } from './spans.ts';

/** One durable row of the log, as far as attribution reads it. */
export interface AttributedRow {
  readonly seq: number;
  /** Who sent it. */
  readonly author: Author;
  readonly route: Route;
  readonly atMs: number;
  readonly update: Uint8Array;
}

export interface Attribution {
  /** Who wrote it, or took it out: for words, whoever the clientID is leased to. */
  readonly author: Author;
  /** Who brought it into the document, when that was not the author: accepted a suggestion, restored words. */
  readonly broughtBy: Author | null;
  readonly route: Route;
  /** When its run began: right to `RUN_MS`. */
  readonly atMs: number;
  /** The row that finished its run. */
  readonly seq: number;
}

/** An attribution and the clocks of one client, `start` to `end - 1`, that share it. */
export interface AttributedRange extends Attribution {
  readonly start: number;
  readonly end: number;
}

export interface ClientSpans {
  /** Whose clientID it is, by number in `authors`. */
  readonly author: number;
  readonly written: Spans;
  readonly deleted: Spans;
}

export class AttributionIndex {
  readonly authors: Author[] = [];
  readonly clients = new Map<number, ClientSpans>();
  readonly #numbers = new Map<string, number>();

  /** Words that came back or were moved, by the client under which they now stand, in order of clock. */
  readonly moved = new Map<number, MovedWords[]>();

  /** Takes in one row. Repeats of what is known change nothing. @param leaseOf  leases as they stand once the row is durable */
  record(row: Omit<AttributedRow, 'update'>, effects: Effects, leaseOf: LeaseOf): void {
    const stamp: Stamp = { by: this.numberOf(row.author), route: row.route, atMs: row.atMs, seq: row.seq };
    for (const { client, clock, length } of effects.inserted)
      this.#client(client, leaseOf(client) ?? row.author).written.add(clock, length, stamp);
    const { deleted } = effects;
    for (let from = 0; from < deleted.length;) {
      const { client, clock, length } = deleted[from]!;
      let to = from + 1;
      while (to < deleted.length && deleted[to]!.client === client && deleted[to]!.clock > deleted[to - 1]!.clock) to++;
      const spans = this.#client(client, leaseOf(client) ?? row.author).deleted;
      if (to === from + 1) spans.add(clock, length, stamp);
      else spans.addAll(deleted.slice(from, to), stamp);
      from = to;
    }
  }

  /** Notes which of a row's words are words of another place; they keep the author that they had there. */
  recordMoved(words: readonly MovedWords[]): void {
    for (const each of words) {
      const known = this.moved.get(each.client) ?? [];
      this.moved.set(each.client, known);
      known.push(each);
      if ((known.at(-2)?.clock ?? -1) > each.clock) known.sort((a, b) => a.clock - b.clock);
    }
  }

  /** Who wrote one clock, and how far that reaches. */
  written(client: number, clock: number): AttributedRange | null {
    const of = this.clients.get(client);
    const range = of === undefined ? null : this.#read(of.written.find(clock), of.author);
    const moved = this.moved.get(client);
    if (range === null || moved === undefined) return range;
    const next = moved[firstEndingAfter(moved, clock)];
    if (next === undefined) return range;
    if (next.clock > clock) return { ...range, end: Math.min(range.end, next.clock) };
    const source = this.written(next.from.client, next.from.clock + clock - next.clock);
    if (source === null) return range;
    const mover = range.broughtBy ?? range.author;
    const { author } = source;
    const end = Math.min(range.end, next.clock + next.length, clock + source.end - (next.from.clock + clock - next.clock));
    return {
      ...range,
      author,
      broughtBy: mover.personId === author.personId ? null : mover,
      start: Math.max(range.start, next.clock),
      end,
    };
  }

  /** All ids of words and structure that a person wrote, also those that others have moved since. */
  idsBy(personId: PersonId): IdRange[] {
    const ids: IdRange[] = [];
    for (const [client, { written }] of this.clients) {
      for (const span of written.list) {
        for (let clock = span.start; clock < span.end;) {
          const range = this.written(client, clock) as AttributedRange;
          if (range.author.personId === personId) ids.push({ client, clock, length: range.end - clock });
          clock = range.end;
        }
      }
    }
    return ids;
  }

  /** Ids of words, and of all that was moved from there to elsewhere. */
  withMoved(ids: readonly IdRange[]): IdRange[] {
    const found = [...ids];
    for (let next = 0; next < found.length; next++) {
      const { client, clock, length } = found[next] as IdRange;
      for (const [movedTo, words] of this.moved) {
        for (const moved of words) {
          const start = Math.max(clock, moved.from.clock);
          const end = Math.min(clock + length, moved.from.clock + moved.length);
          if (moved.from.client !== client || end <= start) continue;
          const copy = { client: movedTo, clock: moved.clock + start - moved.from.clock, length: end - start };
          if (!found.some((known) => isWithin(copy, known))) found.push(copy);
        }
      }
    }
    return found;
  }

  /** Who deleted one clock; null while it stands, or when Yjs itself let a concurrent value lose. */
  deleted(client: number, clock: number): AttributedRange | null {
    const of = this.clients.get(client);
    return of === undefined ? null : this.#read(of.deleted.find(clock), null);
  }

  /** All that was written, as ranges of ids. */
  *writtenRanges(): Generator<AttributedRange & { readonly client: number }> {
    for (const [client, { author, written }] of this.clients) {
      for (const span of written.list) yield { client, ...(this.#read(span, author) as AttributedRange) };
    }
  }

  *deletedRanges(): Generator<AttributedRange & { readonly client: number }> {
    for (const [client, { deleted }] of this.clients) {
      for (const span of deleted.list) yield { client, ...(this.#read(span, null) as AttributedRange) };
    }
  }

  numberOf(author: Author): number {
    const key = `${author.personId}\n${author.capacityId}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.authors.push(author) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #client(client: number, author: Author): ClientSpans {
    let of = this.clients.get(client);
    if (of === undefined) {
      of = { author: this.numberOf(author), written: new Spans(), deleted: new Spans() };
      this.clients.set(client, of);
    }
    return of;
  }

  /** @param owner  whose clientID it is, or null for a deletion, whose author is its sender */
  #read(span: Span | null, owner: number | null): AttributedRange | null {
    if (span === null) return null;
    const { start, end, by, route, atMs, seq } = span;
    const author = this.authors[owner ?? by] as Author;
    const sender = this.authors[by] as Author;
    return { author, broughtBy: sender.personId === author.personId ? null : sender, route, atMs, seq, start, end };
  }
}

function isWithin(inner: IdRange, outer: IdRange): boolean {
  return inner.client === outer.client && inner.clock >= outer.clock && inner.clock + inner.length <= outer.clock + outer.length;
}

function firstEndingAfter(moved: readonly MovedWords[], clock: number): number {
  let low = 0;
  let high = moved.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { clock: start, length } = moved[middle] as MovedWords;
    if (start + length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of a whole log, by replaying it. */
export function indexOf(rows: Iterable<AttributedRow>, leaseOf: LeaseOf): AttributionIndex {
  const doc = new Y.Doc({ gc: false });
  const index = new AttributionIndex();
  for (const row of rows) replayRow(index, doc, row, leaseOf);
  doc.destroy();
  return index;
}

/** @param doc  holds all rows before, without garbage collection. @returns what the row changed */
export function replayRow(index: AttributionIndex, doc: Y.Doc, row: AttributedRow, leaseOf: LeaseOf): Effects {
  const effects = applyWithEffects(doc, row.update);
  const wasTheirs = (id: { readonly client: number; readonly clock: number }): boolean =>
    index.deleted(id.client, id.clock)?.author.personId === row.author.personId;
  const moved = movedWordsIn(doc, effects, wasTheirs);
  index.record(row, effects, leaseOf);
  index.recordMoved(moved);
  return effects;
}
