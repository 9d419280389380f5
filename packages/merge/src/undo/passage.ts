/**
 * A passage of a document as a moderator sees it: words in place, with what stands before and after them, whose they
 * are, and what their authors took out to put them there. Reads only.
 */
import type { Author } from '@ginnel/domain/people';
import type { PersonId } from '@ginnel/base/ids';
import * as Y from 'yjs';
import { textsOf } from '../attribution/contributions.ts';
import { IdSet } from '../attribution/id-set.ts';
import type { AttributionIndex } from '../attribution/index.ts';
import { itemsOf } from '../attribution/items.ts';
import { fieldAt, fieldsOf, type EntryField, type Field, type Path } from '../bindings/fields.ts';
import type { IdRange } from '../contract.ts';
import type { ChosenIds } from './contribution.ts';
import type { History } from './history.ts';
import { marksBetween, withMark, type Marks } from './marks.ts';
import { wordsOfOthers } from './take-back-words.ts';

/** Words of one author, as they stand one after the other. */
export interface PassageRun {
  readonly words: string;
  readonly author: Author;
  readonly ranges: readonly IdRange[];
  /** Of rich text; none elsewhere. */
  readonly marks: Marks;
  /** How many blocks of rich text begin between the run before and this one. */
  readonly breaks: number;
}

/** Words that were taken out beside or within the passage by somebody who wrote in it. */
export interface Replaced extends Omit<PassageRun, 'marks' | 'breaks'> {
  readonly by: PersonId;
}

export interface Passage {
  readonly path: Path;
  readonly before: string;
  readonly after: string;
  readonly runs: readonly PassageRun[];
  readonly replaced: readonly Replaced[];
}

/** How much of what stands around a passage is shown. */
const AROUND = 240;

/**
 * @param path  a field, an entry, or empty for the whole document
 * @param quote  the words as they were read: white space does not matter; empty for all that stands at the path
 * @returns null when the words do not stand there (any more), or stand in several fields of the document and no path says in which:
 *   they may be somebody else's there
 */
export function findPassage(history: History, { path, quote }: { path: Path; quote: string }): Passage | null {
  const words = quote.trim();
  if (path === '' && words === '') return null;
  let found: Passage | null = null;
  for (const field of fieldsOf(history.kind, history.doc)) {
    if (field.type !== 'text' && field.type !== 'rich') continue;
    if (path !== '' && field.path !== path && !field.path.startsWith(`${path}/`)) continue;
    const passage = passageIn(history, field, words);
    if (passage !== null && path !== '') return passage;
    if (passage !== null && found !== null) return null;
    found ??= passage;
  }
  return found;
}

/** What one person contributed to a passage. All that stands in an entry of theirs alone takes the entry along. */
export function contributionTo({ kind, doc, index }: History, passage: Passage, personId: PersonId): ChosenIds {
  const inserted = passage.runs.flatMap(({ author, ranges }) => (author.personId === personId ? ranges : []));
  const deleted = passage.replaced.flatMap(({ by, ranges }) => (by === personId ? ranges : []));
  const entry = fieldAt(kind, doc, passage.path.slice(0, Math.max(0, passage.path.lastIndexOf('/'))) || passage.path);
  if (entry?.type !== 'entry') return { inserted, deleted };
  const around = ownStructure(entry, index, personId);
  const all = new IdSet();
  for (const range of [...inserted, ...around]) all.add(range);
  const item = entry.entry._item;
  const isTheirs = item !== null && all.has(item.id.client, item.id.clock) && !wordsOfOthers(entry.entry, all);
  return { inserted: isTheirs ? [...inserted, ...around] : inserted, deleted };
}

interface Piece {
  readonly item: Y.Item;
  readonly words: string;
  readonly marks: Marks;
  /** In which of the texts of the field. */
  readonly text: number;
  /** Where it stands, or would stand, in the words of the field. */
  readonly at: number;
}

function passageIn({ index }: History, field: Field, quote: string): Passage | null {
  const pieces: Piece[] = [];
  let words = '';
  for (const [i, text] of textsOf(field).entries()) {
    if (i > 0) words += '\n';
    let marks: Marks = {};
    for (const item of itemsOf(text)) {
      if (item.content instanceof Y.ContentFormat && !item.deleted) marks = withMark(marks, item.content.key, item.content.value);
      if (!(item.content instanceof Y.ContentString)) continue;
      pieces.push({ item, words: item.content.str, marks, text: i, at: words.length });
      if (!item.deleted) words += item.content.str;
    }
  }
  const found = quote === '' ? (words === '' ? null : { from: 0, to: words.length }) : place(words, quote);
  if (found === null) return null;
  const { from, to } = found;
  const runs: PassageRun[] = [];
  let last: number | null = null;
  for (const piece of pieces.filter(({ item }) => !item.deleted)) {
    const found = runsIn(piece, { from, to }, index);
    const [first] = found;
    if (first === undefined) continue;
    runs.push({ ...first, breaks: last === null ? 0 : piece.text - last }, ...found.slice(1));
    last = piece.text;
  }
  const people = new Set(runs.map(({ author }) => author.personId));
  const replaced = pieces
    .filter(({ item, at }) => item.deleted && at >= from && at <= to)
    .flatMap((piece) => replacedIn(piece, index))
    .filter(({ by, author }) => people.has(by) && author.personId !== by);
  return {
    path: field.path,
    before: words.slice(Math.max(0, from - AROUND), from),
    after: words.slice(to, to + AROUND),
    runs: joined(runs),
    replaced,
  };
}

/** Where a quotation stands: words in order, whatever white space is between them. */
function place(words: string, quote: string): { readonly from: number; readonly to: number } | null {
  const pattern = quote.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const found = new RegExp(pattern.join('\\s+')).exec(words);
  return found === null ? null : { from: found.index, to: found.index + found[0].length };
}

function runsIn({ item, words, marks, at }: Piece, { from, to }: { from: number; to: number }, index: AttributionIndex): PassageRun[] {
  const runs: PassageRun[] = [];
  const { client, clock } = item.id;
  const end = clock + Math.min(item.length, to - at);
  for (let each = clock + Math.max(0, from - at); each < end;) {
    const written = index.written(client, each);
    if (written === null) return runs;
    const until = Math.min(end, written.end);
    const range = { client, clock: each, length: until - each };
    runs.push({ words: words.slice(each - clock, until - clock), author: written.author, ranges: [range], marks, breaks: 0 });
    each = until;
  }
  return runs;
}

function replacedIn({ item, words }: Piece, index: AttributionIndex): Replaced[] {
  const found: Replaced[] = [];
  const { client, clock } = item.id;
  for (let each = clock; each < clock + item.length;) {
    const [written, deleted] = [index.written(client, each), index.deleted(client, each)];
    if (written === null || deleted === null) return found;
    const until = Math.min(clock + item.length, written.end, deleted.end);
    found.push({
      words: words.slice(each - clock, until - clock),
      author: written.author,
      by: deleted.author.personId,
      ranges: [{ client, clock: each, length: until - each }],
    });
    each = until;
  }
  return found;
}

function joined(runs: readonly PassageRun[]): PassageRun[] {
  const together: PassageRun[] = [];
  for (const run of runs) {
    const last = together.at(-1);
    const isSame = last?.author.personId === run.author.personId && last.author.capacityId === run.author.capacityId;
    const looksSame = last !== undefined && run.breaks === 0 && Object.keys(marksBetween(last.marks, run.marks)).length === 0;
    if (last !== undefined && isSame && looksSame)
      together[together.length - 1] = { ...last, words: last.words + run.words, ranges: [...last.ranges, ...run.ranges] };
    else together.push(run);
  }
  return together;
}

/** What a person made of an entry besides its words: the entry, its texts, blocks, values and marks. */
function ownStructure({ entry }: EntryField, index: AttributionIndex, personId: PersonId): IdRange[] {
  const ranges: IdRange[] = [];
  const note = (item: Y.Item): void => {
    if (item.deleted || item.content instanceof Y.ContentString) return;
    const { client, clock } = item.id;
    if (index.written(client, item.lastId.clock)?.author.personId === personId) ranges.push({ client, clock, length: item.length });
    if (item.content instanceof Y.ContentType) within(item.content.type);
  };
  const within = (type: Pick<Y.AbstractType<unknown>, '_map' | '_start'>): void => {
    for (const item of type._map.values()) note(item);
    for (let item = type._start; item !== null; item = item.right) note(item);
  };
  if (entry._item !== null) note(entry._item);
  return ranges;
}
