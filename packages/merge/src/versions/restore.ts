/**
 * Restoring a version as a forward edit: the live document is made to read as the version did, by the smallest edits, so
 * that words which stand in both keep their authors. Entries are hidden and shown, never deleted. The free notes and the
 * comments are talk about the document and stay as they are.
 */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import type { Prose } from '../canonical/content.ts';
import { rootType } from '../canonical/project.ts';
import { addEntry, moveEntry, placedIn, type ListPath } from '../edits/entries.ts';
import { ownEdit } from '../edits/open.ts';
import { SHAPES } from '../shapes/kinds.ts';
import type { EntriesNode, RecordNode } from '../shapes/shape.ts';
import { fieldsOfContent, listOf, type Content, type EntryContent } from './content.ts';
import { TALK } from './meaning.ts';
import { movesBetween } from './moves.ts';
import { restoreProse } from './restore-prose.ts';
import { restoreText } from './restore-text.ts';

/** Edits a person's live copy; what the edits need is what their rights must allow. @param content  canonical content of a version */
export function restore(kind: DocumentKind, doc: Y.Doc, content: object): void {
  const fields = [...fieldsOfContent(SHAPES[kind].roots, content as Content)].filter(({ name }) => !TALK.includes(name));
  for (const { name, node } of fields) {
    if (node.type === 'entries') makeMissing(kind, doc, { path: [name], node, wanted: listOf(content as Content, name) });
  }
  ownEdit(doc, () => {
    for (const { name, node, value } of fields) {
      if (node.type === 'entries') restoreEntries(doc, { path: [name], node, wanted: listOf(content as Content, name) });
      else restoreValue(rootType(doc, name, node), value);
    }
  });
}

interface ListToRestore {
  readonly path: ListPath;
  readonly node: EntriesNode;
  readonly wanted: readonly EntryContent[];
}

/** Entries that this epoch does not have (expunged since) are made empty first, by themselves, so that undo never deletes them. */
function makeMissing(kind: DocumentKind, doc: Y.Doc, { path, node, wanted }: ListToRestore): void {
  const list = listOfPath(doc, path);
  for (const content of list === null ? [] : wanted) {
    if (!list?.has(content.id)) addEntry(kind, doc, path, { id: content.id });
    for (const { name, node: child } of fieldsOfContent(node.entry.fields, content)) {
      if (child.type === 'entries')
        makeMissing(kind, doc, { path: [...path, content.id, name], node: child, wanted: listOf(content, name) });
    }
  }
}

function restoreEntries(doc: Y.Doc, { path, node, wanted }: ListToRestore): void {
  const list = listOfPath(doc, path);
  if (list === null) return;
  for (const content of wanted) {
    const entry = list.get(content.id);
    if (!(entry instanceof Y.Map)) continue;
    if (entry.get('removed') === true) entry.set('removed', false);
    restoreRecord(doc, { path: [...path, content.id], fields: node.entry.fields, entry, content });
  }
  const ids = wanted.map(({ id }) => id);
  for (const [id, entry] of list.entries()) {
    if (entry instanceof Y.Map && entry.get('removed') !== true && !ids.includes(id)) entry.set('removed', true);
  }
  const present = (): string[] => placedIn(list).map((each) => each.id);
  for (const { id } of movesBetween(present(), ids)) {
    const others = present().filter((each) => each !== id);
    moveEntry(doc, path, id, others.indexOf(ids[ids.indexOf(id) - 1] ?? '') + 1);
  }
}

interface RecordToRestore {
  readonly path: ListPath;
  readonly fields: RecordNode['fields'];
  readonly entry: Y.Map<unknown>;
  readonly content: Content;
}

function restoreRecord(doc: Y.Doc, { path, fields, entry, content }: RecordToRestore): void {
  for (const { name, node, value } of fieldsOfContent(fields, content)) {
    if (node.type === 'entries') restoreEntries(doc, { path: [...path, name], node, wanted: listOf(content, name) });
    else if (node.type !== 'value') restoreValue(entry.get(name), value);
    else if ((entry.get(name) ?? node.missing) !== value) entry.set(name, value);
  }
}

function restoreValue(type: unknown, value: unknown): void {
  if (type instanceof Y.Text && typeof value === 'string') restoreText(type, value);
  else if (type instanceof Y.XmlFragment && Array.isArray(value)) restoreProse(type, value as Prose);
}

function listOfPath(doc: Y.Doc, [root, ...keys]: ListPath): Y.Map<unknown> | null {
  let at: unknown = doc.getMap(root);
  for (const key of keys) at = at instanceof Y.Map ? at.get(key) : undefined;
  return at instanceof Y.Map ? at : null;
}
