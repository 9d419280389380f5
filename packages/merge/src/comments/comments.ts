/**
 * Comments: threads beside the document, anchored to words that move and survive edits. Who wrote a comment, and when, is
 * read from attribution; that nobody else changes it is held at the door by the rights table.
 */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { addEntry, setValue, takeOut } from '../edits/entries.ts';
import { byPosition } from '../shapes/position.ts';
import { positionOf } from '../canonical/project.ts';
import { readAnchor, type Anchor, type Anchored } from './anchor.ts';

const LIST = ['comments'] as const;
/** Longest quotation that is kept with a comment. */
export const MAX_QUOTE = 300;

export interface NewComment {
  /** `k_8fk2m1xq90za` */
  readonly id: string;
  readonly body: string;
  /** What it is about; left out in an answer. */
  readonly anchor?: Anchor;
  /** The first comment of the thread that it answers. */
  readonly thread?: string;
}

export interface Comment {
  readonly id: string;
  readonly body: string;
  /** Taken back by its author, or out of sight by a moderator: its words are not shown. */
  readonly removed: boolean;
  /** Ids of the people whom it names: `@amina-hussain`. */
  readonly mentions: readonly string[];
}

export interface Thread {
  readonly first: Comment;
  readonly answers: readonly Comment[];
  readonly resolved: boolean;
  readonly about: Anchored;
  /** The words that it was about when it was written. */
  readonly quote: string;
}

export function addComment(kind: DocumentKind, doc: Y.Doc, { id, body, anchor = '', thread = '' }: NewComment): void {
  const about = readAnchor(kind, doc, anchor);
  const quote = about.state === 'words' ? about.words.slice(0, MAX_QUOTE) : '';
  addEntry(kind, doc, LIST, { id, fields: { body, anchor, thread, quote } });
}

export function resolveThread(doc: Y.Doc, id: string, resolved: boolean): void {
  setValue(doc, LIST, id, 'resolved', resolved);
}

export function removeComment(doc: Y.Doc, id: string): void {
  takeOut(doc, LIST, id);
}

/**
 * All threads in the order in which they were begun. A removed comment is left out unless others have answered it. An
 * answer whose thread is not there stands as a thread of its own: nobody's words are lost for a wrong id.
 */
export function threadsOf(kind: DocumentKind, doc: Y.Doc): Thread[] {
  const all = commentsIn(doc);
  const roots = new Set(all.filter(({ entry }) => stringAt(entry, 'thread') === '').map(({ id }) => id));
  const firsts = all.filter(({ id, entry }) => roots.has(id) || !roots.has(stringAt(entry, 'thread')));
  return firsts.flatMap(({ id, entry }): Thread[] => {
    const first = commentOf(id, entry);
    const answers = all
      .filter((each) => each.id !== id && each.entry.get('thread') === id)
      .map((each) => commentOf(each.id, each.entry))
      .filter((answer) => !answer.removed);
    if (first.removed && answers.length === 0) return [];
    const about = readAnchor(kind, doc, stringAt(entry, 'anchor'));
    return [{ first, answers, resolved: entry.get('resolved') === true, about, quote: stringAt(entry, 'quote') }];
  });
}

/** Threads whose words are gone: shown apart, with the words that they were about. */
export function orphanedThreads(kind: DocumentKind, doc: Y.Doc): Thread[] {
  return threadsOf(kind, doc).filter(({ about }) => about.state === 'orphaned');
}

/** The ids that a text names with `@`. Whether they are people is the caller's to look up. */
export function mentionsIn(body: string): string[] {
  const found = body.matchAll(/(?<![\w@.])@([a-z][a-z0-9-]{0,58}[a-z0-9])/g);
  return [...new Set(Array.from(found, (match) => match[1] as string))];
}

function commentsIn(doc: Y.Doc): { id: string; position: string; entry: Y.Map<unknown> }[] {
  const list = doc.getMap('comments');
  const placed = [...list.entries()].flatMap(([id, entry]) => (entry instanceof Y.Map ? [{ id, position: positionOf(entry), entry }] : []));
  return placed.sort(byPosition);
}

function commentOf(id: string, entry: Y.Map<unknown>): Comment {
  const removed = entry.get('removed') === true;
  const text = entry.get('body');
  const body = removed || !(text instanceof Y.Text) ? '' : text.toString();
  return { id, body, removed, mentions: mentionsIn(body) };
}

function stringAt(entry: Y.Map<unknown>, key: string): string {
  const value = entry.get(key);
  return typeof value === 'string' ? value : '';
}
