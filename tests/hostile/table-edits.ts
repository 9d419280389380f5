/** Every kind of edit that the rights table speaks of, made by hand on a real document, with the rows that it needs. */
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { Actor } from '@ginnel/domain/standing';
import { addEntry, type ListPath } from '@ginnel/merge/edits/entries';
import { openRoots } from '@ginnel/merge/edits/open';
import { appendProse, paragraphs } from '@ginnel/merge/edits/prose';
import { RIGHTS, type RightsRow } from '@ginnel/merge/rights/table';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import type { EntriesNode, RecordNode, ShapeNode } from '@ginnel/merge/shapes/shape';
import { IMRAN } from '@ginnel/testkit/people';
import * as Y from 'yjs';
import { Scene, type MakeLive } from './scene.ts';

export interface Need {
  readonly act: 'insert' | 'delete';
  /** Null when the table has no such row: nobody may. */
  readonly row: RightsRow | null;
}

export interface TableEdit {
  readonly name: string;
  /** As `mayEdit` is asked. */
  readonly path: string;
  readonly needs: readonly Need[];
  /** Makes the entry that it writes in: whoever tries is its author. */
  readonly adds: boolean;
  readonly make: (doc: Y.Doc) => void;
}

export interface Attempt extends Actor {
  readonly phase: Phase;
  /** Whether whoever tries made the entry. */
  readonly isAuthor: boolean;
}

/** The table, read word by word. */
export function isAllowed(needs: readonly Need[], { standing, party, phase, isAuthor }: Attempt): boolean {
  return needs.every(({ act, row }) => {
    if (row === null || !row.phases.includes(phase)) return false;
    const sits = standing === 'member' || standing === 'moderator';
    return row[act].some((who) => who === standing || (who === 'party' && sits && party === PARTY) || (who === 'author' && isAuthor));
  });
}

export const PARTY = 'streets-and-parks';
const IDS: Readonly<Record<string, string>> = { parts: PARTY };
const ENTRY = 'e_8fk2m1xq90za';
const NEW_ENTRY = 'e_0000000000ab';
const IMRANS = 2 ** 45 + 11;

/** One entry in every list, words in every text, all by Imran. */
export function fullScene(kind: DocumentKind, make: MakeLive): Scene {
  const scene = new Scene(kind, make);
  const doc = new Y.Doc({ gc: false });
  doc.clientID = IMRANS;
  scene.leases.set(IMRANS, IMRAN.author);
  openRoots(kind, doc);
  for (const [name, node] of Object.entries(SHAPES[kind].roots)) fill(kind, doc, node, [name]);
  const update = Y.encodeStateAsUpdate(doc);
  const judged = scene.live.judge(update, scene.by(IMRAN, { party: PARTY }));
  if (!judged.ok) throw new Error(`Imran may write all this: ${JSON.stringify(judged.error)}`);
  scene.take(update, judged.value, IMRAN.author);
  return scene;
}

function fill(kind: DocumentKind, doc: Y.Doc, node: ShapeNode, path: readonly string[]): void {
  if (node.type === 'text') (at(doc, path) as Y.Text).insert(0, 'words');
  else if (node.type === 'rich') appendProse(at(doc, path) as Y.XmlFragment, paragraphs('words', 'more words'));
  else if (node.type === 'entries') {
    const id = IDS[path.at(-1)!] ?? ENTRY;
    addEntry(kind, doc, path as unknown as ListPath, { id });
    for (const [name, field] of Object.entries(node.entry.fields)) fill(kind, doc, field, [...path, id, name]);
  }
}

export function editsOfTable(kind: DocumentKind): readonly TableEdit[] {
  return Object.entries(SHAPES[kind].roots).flatMap(([name, node]) => editsAt(kind, node, [name], name));
}

function editsAt(kind: DocumentKind, node: ShapeNode, path: readonly string[], pattern: string): TableEdit[] {
  const need = (act: Need['act'], step = ''): Need => ({ act, row: RIGHTS[kind].find((row) => row.path === pattern + step) ?? null });
  const edit = (what: string, needs: readonly Need[], make: (doc: Y.Doc) => void): TableEdit => ({
    name: `${what} ${path.join('/')}`,
    path: path.join('/'),
    needs,
    adds: what === 'add to',
    make,
  });
  switch (node.type) {
    case 'text':
      return [
        edit('write in', [need('insert', '/#')], (doc) => (at(doc, path) as Y.Text).insert(2, 'x')),
        edit('delete in', [need('delete', '/#')], (doc) => (at(doc, path) as Y.Text).delete(1, 2)),
      ];
    case 'rich':
      return [
        edit('write in', [need('insert', '/#')], (doc) => appendProse(at(doc, path) as Y.XmlFragment, paragraphs('x'))),
        edit('delete in', [need('delete', '/#')], (doc) => (at(doc, path) as Y.XmlFragment).delete(0, 1)),
      ];
    case 'value':
      return editsOfValue(node.fits, path, edit, need);
    case 'entries': {
      const entryPattern = RIGHTS[kind].some((row) => row.path === `${pattern}/{party}`) ? '/{party}' : '/*';
      const id = IDS[path.at(-1)!] ?? ENTRY;
      const fields = Object.entries(node.entry.fields);
      return [
        edit('add to', needsOfEntry(node, entryPattern, need), (doc) => insertEntry(doc, path, node)),
        edit('delete from', [{ act: 'delete', row: null }], (doc) => (at(doc, path) as Y.Map<unknown>).delete(id)),
        ...fields.flatMap(([name, field]) => editsAt(kind, field, [...path, id, name], `${pattern}${entryPattern}/${name}`)),
      ];
    }
    case 'record':
      return [];
  }
}

type MakeEdit = (what: string, needs: readonly Need[], make: (doc: Y.Doc) => void) => TableEdit;
type MakeNeed = (act: Need['act'], step?: string) => Need;

function editsOfValue(fits: (value: unknown) => boolean, path: readonly string[], edit: MakeEdit, need: MakeNeed): TableEdit[] {
  const value = [true, 'a5', '2026-11-21', 'under-way', 'group', 'notes', ENTRY].find(fits);
  const field = path.at(-1)!;
  const record = (doc: Y.Doc) => at(doc, path.slice(0, -1)) as Y.Map<unknown>;
  // These two were set when the entry was made.
  const isSet = field === 'position' || field === 'removed';
  const set = edit('set', [need('insert'), ...(isSet ? [need('delete')] : [])], (doc) => record(doc).set(field, value));
  return isSet ? [set, edit('unset', [need('delete')], (doc) => record(doc).delete(field))] : [set];
}

function needsOfEntry(node: EntriesNode, entryPattern: string, need: MakeNeed): Need[] {
  const containers = Object.entries(node.entry.fields).filter(([, field]) => field.type !== 'value');
  return [need('insert', entryPattern), ...containers.map(([name]) => need('insert', `${entryPattern}/${name}`))];
}

function insertEntry(doc: Y.Doc, path: readonly string[], node: EntriesNode): void {
  const id = node.key.test(NEW_ENTRY) ? NEW_ENTRY : PARTY + '-too';
  (at(doc, path) as Y.Map<unknown>).set(id, recordOf(node.entry));
}

function recordOf(node: RecordNode): Y.Map<unknown> {
  const record = new Y.Map<unknown>();
  for (const [name, field] of Object.entries(node.fields)) {
    if (field.type === 'text') record.set(name, new Y.Text());
    else if (field.type === 'rich') record.set(name, new Y.XmlFragment());
    else if (field.type === 'entries') record.set(name, new Y.Map());
  }
  record.set('removed', false);
  return record;
}

function at(doc: Y.Doc, path: readonly string[]): unknown {
  let found: unknown = doc.share.get(path[0]!);
  for (const key of path.slice(1)) found = (found as Y.Map<unknown>).get(key);
  return found;
}
