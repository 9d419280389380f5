/**
 * What a sign-off refers to: the content that stands, without the free notes, the comments and what was taken out; and its
 * hashes, whole and in parts. A signature on a part is valid exactly while that part's hash matches.
 */
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Path } from '../bindings/fields.ts';
import { meaningHash } from '../canonical/hash.ts';
import { SHAPES } from '../shapes/kinds.ts';
import type { RecordNode } from '../shapes/shape.ts';
import { fieldsOfContent, listOf, type Content } from './content.ts';

/** Roots that are talk about the document and not its text. */
export const TALK: readonly string[] = ['notes', 'comments'];

export interface Hashes {
  readonly whole: string;
  /** By path: every root, entry and part. `commitments/c_8fk2m1xq90za/parts/residents` → hash */
  readonly parts: Readonly<Record<Path, string>>;
}

export function meaningOf(content: object): Content {
  return withoutTakenOut(Object.fromEntries(Object.entries(content).filter(([root]) => !TALK.includes(root))));
}

export function hashesOf(kind: DocumentKind, content: object): Hashes {
  const meaning = meaningOf(content);
  const parts: Record<Path, string> = {};
  const visit = (fields: RecordNode['fields'], values: Content, prefix: string): void => {
    for (const { name, node, value } of fieldsOfContent(fields, values)) {
      const path = prefix + name;
      if (prefix === '') parts[path] = meaningHash(value);
      if (node.type !== 'entries') continue;
      for (const entry of listOf(values, name)) {
        parts[`${path}/${entry.id}`] = meaningHash(entry);
        visit(node.entry.fields, entry, `${path}/${entry.id}/`);
      }
    }
  };
  visit(SHAPES[kind].roots, meaning, '');
  return { whole: meaningHash(meaning), parts };
}

function withoutTakenOut(value: Content): Content {
  const tidy = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(tidy);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).flatMap(([key, inner]) => (key === 'takenOut' ? [] : [[key, tidy(inner)]])));
  };
  return tidy(value) as Content;
}
