/** The texts of a document in reading order, each cut into runs of one author: entries that stand, then the notes. */
import type { Route } from '@ginnel/domain/attribution';
import type { DocumentKind } from '@ginnel/domain/documents';
import type { Author } from '@ginnel/domain/people';
import * as Y from 'yjs';
import { positionOf, rootType } from '../canonical/project.ts';
import type { LeaseOf } from '../contract.ts';
import { openRoots } from '../edits/open.ts';
import { SHAPES } from '../shapes/kinds.ts';
import { byPosition } from '../shapes/position.ts';
import type { ShapeNode } from '../shapes/shape.ts';
import { type BlameRun, blameText } from './blame.ts';
import { type Change, changesSince } from './changes.ts';
import { type AttributedRow, type Attribution, AttributionIndex, replayRow } from './index.ts';
import { itemsOf } from './items.ts';

export interface AuthoredRun {
  readonly text: string;
  /** Its place in `authors`; null when the log does not say. */
  readonly author: number | null;
  /** The place in `authors` of who put it where it stands, when that was somebody else: accepted it, moved it, brought it back. */
  readonly broughtBy: number | null;
  /** When it was begun; 0 when the log does not say. */
  readonly atMs: number;
  readonly route: Route;
}

export interface AuthoredField {
  readonly path: string;
  readonly runs: readonly AuthoredRun[];
}

export interface AuthoredTexts {
  readonly authors: readonly Author[];
  readonly fields: readonly AuthoredField[];
}

/** That somebody changed something at a path: a field's words or value, or an entry's coming, going or moving. */
export interface ChangedBy {
  readonly path: string;
  readonly author: Author;
  /** When they did it last. */
  readonly atMs: number;
}

export interface AuthoredTextsReader {
  /** Takes in the next durable row of the epoch. */
  record(row: AttributedRow): void;
  /** All texts, empty ones too. */
  read(): AuthoredTexts;
  /** Who made the changes after a time that stand: each path once for each author, the latest first. */
  changedSince(atMs: number): ChangedBy[];
  destroy(): void;
}

/** Reads a log from its first row, a few rows at a time if the caller likes. @param leaseOf  leases as they stand after the last row */
export function readAuthoredTexts(kind: DocumentKind, leaseOf: LeaseOf): AuthoredTextsReader {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  const index = new AttributionIndex();
  return {
    record: (row) => void replayRow(index, doc, row, leaseOf),
    read: () => authoredTexts(kind, doc, index),
    changedSince: (atMs) => changedBy(changesSince(kind, doc, index, { atMs })),
    destroy: () => doc.destroy(),
  };
}

function authoredTexts(kind: DocumentKind, doc: Y.Doc, index: AttributionIndex): AuthoredTexts {
  const authors: Author[] = [];
  const places = new Map<string, number>();
  const placeOf = (author: Author): number => {
    const key = `${author.personId}\n${author.capacityId}`;
    const place = places.get(key) ?? authors.push(author) - 1;
    places.set(key, place);
    return place;
  };
  const fields: AuthoredField[] = [];
  for (const [name, node] of Object.entries(SHAPES[kind].roots)) {
    if (name === 'comments') continue; // talk beside the document
    for (const { path, type } of textsAt(name, node, rootType(doc, name, node))) {
      const runs = type instanceof Y.Text ? blameText(type, index) : blameProse(type, index);
      fields.push({
        path,
        runs: runs.map(({ text, by }) => ({
          text,
          author: by === null ? null : placeOf(by.author),
          broughtBy: by === null || by.broughtBy === null ? null : placeOf(by.broughtBy),
          atMs: by?.atMs ?? 0,
          route: by?.route ?? 'typed',
        })),
      });
    }
  }
  return { authors, fields };
}

function changedBy(changes: readonly Change[]): ChangedBy[] {
  const latest = new Map<string, ChangedBy>();
  const note = (path: string, { author }: Attribution, atMs: number): void => {
    const key = `${path}\n${author.personId}\n${author.capacityId}`;
    if ((latest.get(key)?.atMs ?? -1) < atMs) latest.set(key, { path, author, atMs });
  };
  for (const change of changes) {
    if (change.path === 'comments' || change.path.startsWith('comments/')) continue;
    if (change.type !== 'words') {
      note(change.path, change.by, change.by.atMs);
      continue;
    }
    for (const { by, untilMs } of change.added) if (by !== null) note(change.path, by, untilMs);
    for (const { deleted } of change.removed) if (deleted !== null) note(change.path, deleted, deleted.atMs);
  }
  return [...latest.values()].sort((a, b) => b.atMs - a.atMs);
}

function* textsAt(path: string, node: ShapeNode, value: unknown): Generator<{ path: string; type: Y.Text | Y.XmlFragment }> {
  if (value instanceof Y.Text || value instanceof Y.XmlFragment) {
    if (node.type === 'text' || node.type === 'rich') yield { path, type: value };
  } else if (value instanceof Y.Map && node.type === 'entries') {
    const standing = [...(value as Y.Map<unknown>).entries()].flatMap(([id, entry]) =>
      entry instanceof Y.Map && entry.get('removed') !== true ? [{ id, position: positionOf(entry), entry }] : [],
    );
    for (const { id, entry } of standing.sort(byPosition)) yield* textsAt(`${path}/${id}`, node.entry, entry);
  } else if (value instanceof Y.Map && node.type === 'record') {
    for (const [name, child] of Object.entries(node.fields)) yield* textsAt(`${path}/${name}`, child, value.get(name));
  }
}

/** As plain words: every block and every break ends a line, which goes to whoever wrote what stands before it. */
function blameProse(fragment: Y.XmlFragment, index: AttributionIndex): BlameRun[] {
  const runs: BlameRun[] = [];
  const endLine = (): void => {
    const last = runs.at(-1);
    if (last !== undefined) runs[runs.length - 1] = { ...last, text: `${last.text}\n` };
  };
  const walk = (parent: Y.XmlFragment): void => {
    for (const { content, deleted } of itemsOf(parent)) {
      if (deleted || !(content instanceof Y.ContentType)) continue;
      const child = content.type;
      if (child instanceof Y.XmlText) for (const run of blameText(child, index)) pushRun(runs, run);
      else if (child instanceof Y.XmlElement) {
        if (child.nodeName === 'hardBreak' || runs.at(-1)?.text.endsWith('\n') === false) endLine();
        walk(child);
      }
    }
  };
  walk(fragment);
  return runs;
}

/** What goes on in one hand from block to block is one run. */
function pushRun(runs: BlameRun[], run: BlameRun): void {
  const last = runs.at(-1);
  const [a, b] = [last?.by, run.by];
  const goesOn =
    a?.author.personId === b?.author.personId &&
    a?.author.capacityId === b?.author.capacityId &&
    a?.broughtBy?.personId === b?.broughtBy?.personId &&
    a?.route === b?.route &&
    a?.atMs === b?.atMs;
  if (last !== undefined && goesOn) runs[runs.length - 1] = { ...last, text: last.text + run.text, untilMs: run.untilMs };
  else runs.push(run);
}
