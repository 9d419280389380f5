/**
 * Restoring a version as a forward edit: the live document is made to read as the version did, by the smallest edits, so
 * that words which stand in both keep their authors. Entries are hidden and shown, never deleted. The free notes and the
 * comments are talk about the document and stay as they are.
 */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import type { Path } from '../bindings/fields.ts';
import type { Prose } from '../canonical/content.ts';
import { canonicalJson } from '../canonical/hash.ts';
import { rootType } from '../canonical/project.ts';
import { proseOf } from '../canonical/prose.ts';
import { addEntry, moveEntry, placedIn, type ListPath } from '../edits/entries.ts';
import { ownEdit } from '../edits/open.ts';
import { SHAPES } from '../shapes/kinds.ts';
import type { EntriesNode, RecordNode } from '../shapes/shape.ts';
import { fieldsOfContent, listOf, type Content, type EntryContent } from './content.ts';
import { TALK } from './meaning.ts';
import { movesBetween } from './moves.ts';
import { restoreProse } from './restore-prose.ts';
import { restoreText } from './restore-text.ts';

export interface RestoreOptions {
  /** What the person may edit, by place (see `mayEdit`; `/#` is the inside of a text). All of it when left out. */
  readonly may?: (path: string) => boolean;
}

/**
 * Edits a person's live copy.
 *
 * @param content  canonical content of a version, in the newest shape
 * @returns the places that differ from the version and stay, because the person may not edit there
 */
export function restore(kind: DocumentKind, doc: Y.Doc, content: object, { may = () => true }: RestoreOptions = {}): Path[] {
  const restoring = new Restoring(kind, doc, may);
  const fields = [...fieldsOfContent(SHAPES[kind].roots, content as Content)].filter(({ name }) => !TALK.includes(name));
  for (const { name, node } of fields) {
    if (node.type === 'entries') restoring.makeMissing({ path: [name], node, wanted: listOf(content as Content, name) });
  }
  ownEdit(doc, () => {
    for (const { name, node, value } of fields) {
      if (node.type === 'entries') restoring.list({ path: [name], node, wanted: listOf(content as Content, name) });
      else restoring.words(name, rootType(doc, name, node), value);
    }
  });
  return restoring.left;
}

interface ListToRestore {
  readonly path: ListPath;
  readonly node: EntriesNode;
  readonly wanted: readonly EntryContent[];
}

class Restoring {
  readonly left: Path[] = [];
  readonly #kind: DocumentKind;
  readonly #doc: Y.Doc;
  readonly #may: (path: string) => boolean;

  constructor(kind: DocumentKind, doc: Y.Doc, may: (path: string) => boolean) {
    this.#kind = kind;
    this.#doc = doc;
    this.#may = may;
  }

  /** Entries that this epoch does not have (expunged since) are made empty first, by themselves, so that undo never deletes them. */
  makeMissing({ path, node, wanted }: ListToRestore): void {
    const list = listOfPath(this.#doc, path);
    for (const content of list === null ? [] : wanted) {
      if (list?.has(content.id) === false && this.#is(`${path.join('/')}/${content.id}`)) {
        addEntry(this.#kind, this.#doc, path, { id: content.id });
      }
      for (const { name, node: child } of fieldsOfContent(node.entry.fields, content)) {
        if (child.type !== 'entries') continue;
        this.makeMissing({ path: [...path, content.id, name], node: child, wanted: listOf(content, name) });
      }
    }
  }

  list({ path, node, wanted }: ListToRestore): void {
    const list = listOfPath(this.#doc, path);
    if (list === null) return;
    const at = path.join('/');
    for (const content of wanted) {
      const entry = list.get(content.id);
      if (!(entry instanceof Y.Map)) continue;
      this.#set(entry, { path: `${at}/${content.id}/removed`, name: 'removed', value: false, missing: false });
      this.#record({ path: [...path, content.id], fields: node.entry.fields, entry, content });
    }
    const ids = wanted.map(({ id }) => id);
    for (const [id, entry] of list.entries()) {
      if (!(entry instanceof Y.Map) || ids.includes(id)) continue;
      this.#set(entry, { path: `${at}/${id}/removed`, name: 'removed', value: true, missing: false });
    }
    const present = (): string[] => placedIn(list).map((each) => each.id);
    for (const { id } of movesBetween(present(), ids)) {
      const others = present().filter((each) => each !== id);
      if (this.#is(`${at}/${id}/position`)) moveEntry(this.#doc, path, id, others.indexOf(ids[ids.indexOf(id) - 1] ?? '') + 1);
    }
  }

  words(path: Path, type: unknown, value: unknown): void {
    if (type instanceof Y.Text && typeof value === 'string') {
      if (type.toString() !== value && this.#is(`${path}/#`)) restoreText(type, value);
    } else if (type instanceof Y.XmlFragment && Array.isArray(value)) {
      if (canonicalJson(proseOf(type)) !== canonicalJson(value) && this.#is(`${path}/#`)) restoreProse(type, value as Prose);
    }
  }

  #record({ path, fields, entry, content }: RecordToRestore): void {
    for (const { name, node, value } of fieldsOfContent(fields, content)) {
      const at = [...path, name].join('/');
      if (node.type === 'entries') this.list({ path: [...path, name], node, wanted: listOf(content, name) });
      else if (node.type === 'value') this.#set(entry, { path: at, name, value, missing: node.missing });
      else this.words(at, entry.get(name), value);
    }
  }

  #set(record: Y.Map<unknown>, { path, name, value, missing }: { path: Path; name: string; value: unknown; missing: unknown }): void {
    if ((record.get(name) ?? missing) !== value && this.#is(path)) record.set(name, value);
  }

  #is(path: string): boolean {
    const allowed = this.#may(path);
    if (!allowed) this.left.push(path.replace(/\/#$/, ''));
    return allowed;
  }
}

interface RecordToRestore {
  readonly path: ListPath;
  readonly fields: RecordNode['fields'];
  readonly entry: Y.Map<unknown>;
  readonly content: Content;
}

function listOfPath(doc: Y.Doc, [root, ...keys]: ListPath): Y.Map<unknown> | null {
  let at: unknown = doc.getMap(root);
  for (const key of keys) at = at instanceof Y.Map ? at.get(key) : undefined;
  return at instanceof Y.Map ? at : null;
}
