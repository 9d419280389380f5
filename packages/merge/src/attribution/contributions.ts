/** What each person, in each capacity, has put into a document: counted in characters, never ranked. */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { fieldsOf, type Field } from '../bindings/fields.ts';
import type { AttributionIndex } from './index.ts';
import { itemsOf, textOfItem, valueItem } from './items.ts';

export interface Contribution {
  readonly author: Author;
  /** Characters of theirs that stand in the document now, in entries taken out of sight too. */
  readonly standingCharacters: number;
  /** Entries that they added, and values that stand as they set them. */
  readonly entries: number;
  readonly values: number;
  /** Ids that they deleted, of their own or of others: characters, mostly. */
  readonly deletions: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** One line per person and capacity, in the order in which they first appear in the log. */
export function contributionsTo(kind: DocumentKind, doc: Y.Doc, index: AttributionIndex): Contribution[] {
  const lines = new Map<string, Mutable<Contribution>>();
  const line = (author: Author): Mutable<Contribution> => {
    const key = `${author.personId}\n${author.capacityId}`;
    let found = lines.get(key);
    if (found === undefined) {
      found = { author, standingCharacters: 0, entries: 0, values: 0, deletions: 0, firstMs: Infinity, lastMs: 0 };
      lines.set(key, found);
    }
    return found;
  };
  const seen = (at: Mutable<Contribution>, atMs: number): void => {
    at.firstMs = Math.min(at.firstMs, atMs);
    at.lastMs = Math.max(at.lastMs, atMs);
  };
  for (const range of index.writtenRanges()) seen(line(range.author), range.atMs);
  for (const range of index.deletedRanges()) {
    const of = line(range.author);
    of.deletions += range.end - range.start;
    seen(of, range.atMs);
  }
  const count = (item: Y.Item | null, what: 'entries' | 'values'): void => {
    const by = item && index.written(item.id.client, item.lastId.clock);
    if (by) line(by.author)[what]++;
  };
  for (const field of fieldsOf(kind, doc)) {
    if (field.type === 'entry') count(field.entry._item, 'entries');
    else if (field.type === 'value')
      count(field.key === 'position' || field.key === 'removed' ? null : valueItem(field.record, field.key), 'values');
    else
      for (const text of textsOf(field))
        countCharacters(text, index, (author, characters) => (line(author).standingCharacters += characters));
  }
  return [...lines.values()].sort((a, b) => a.firstMs - b.firstMs);
}

/**
 * The same, summed by person, place, organisation or anything else that can be told from the author's capacity.
 *
 * @param keyOf  null leaves a line out
 */
export function contributionsBy(
  lines: readonly Contribution[],
  keyOf: (author: Author) => string | null,
): ReadonlyMap<string, Omit<Contribution, 'author'>> {
  const sums = new Map<string, Omit<Contribution, 'author'>>();
  for (const { author, ...line } of lines) {
    const key = keyOf(author);
    if (key === null) continue;
    const sum = sums.get(key);
    sums.set(
      key,
      sum === undefined
        ? line
        : {
            standingCharacters: sum.standingCharacters + line.standingCharacters,
            entries: sum.entries + line.entries,
            values: sum.values + line.values,
            deletions: sum.deletions + line.deletions,
            firstMs: Math.min(sum.firstMs, line.firstMs),
            lastMs: Math.max(sum.lastMs, line.lastMs),
          },
    );
  }
  return sums;
}

/** The Y.Texts of a text or rich text field. */
export function textsOf(field: Field): Y.Text[] {
  if (field.type === 'text') return [field.text];
  return field.type === 'rich' ? textsIn(field.fragment) : [];
}

function textsIn(parent: Y.XmlFragment): Y.Text[] {
  return parent.toArray().flatMap((child) => (child instanceof Y.XmlText ? [child] : child instanceof Y.XmlElement ? textsIn(child) : []));
}

function countCharacters(text: Y.Text, index: AttributionIndex, count: (author: Author, characters: number) => void): void {
  for (const item of itemsOf(text)) {
    if (item.deleted || textOfItem(item) === null) continue;
    for (let clock = item.id.clock; clock < item.id.clock + item.length;) {
      const by = index.written(item.id.client, clock);
      if (by === null) break;
      const end = Math.min(by.end, item.id.clock + item.length);
      count(by.author, end - clock);
      clock = end;
    }
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
