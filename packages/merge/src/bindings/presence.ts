/**
 * Who is at the table and where they write. The server stamps who a window is; the rest is what the window says of
 * itself, and is read with care. A caret is told by the letter before it, so that it stays where it is while others type.
 */
import * as Y from 'yjs';
import type { Path } from './fields.ts';

/** What the server says of a window. */
export interface Stamp {
  readonly personId: string;
  readonly name: string;
  /** "resident of Radcliffe West", "for Streets & Parks". */
  readonly label: string;
}

/** Places as JSON of Yjs's relative positions; `anchor` is `head` for a bare caret. */
export interface Caret {
  readonly anchor: unknown;
  readonly head: unknown;
}

/** What a window says of itself. */
export interface OwnPresence {
  /** The field that has the focus; null outside every field. */
  readonly at: Path | null;
  /** null without a caret, and in rich text, whose editor has its own. */
  readonly caret: Caret | null;
}

export interface Presence extends OwnPresence {
  readonly user: Stamp;
}

/** Reads one window's awareness state. @returns null for a window that the server has not stamped: it is shown to nobody */
export function presenceIn(state: unknown): Presence | null {
  if (!isRecord(state) || !isRecord(state['user'])) return null;
  const { at, caret } = state;
  const { personId, name, label } = state['user'];
  if (typeof personId !== 'string' || typeof name !== 'string') return null;
  return {
    user: { personId, name, label: typeof label === 'string' ? label : '' },
    at: typeof at === 'string' ? at : null,
    caret:
      isRecord(caret) && isRecord(caret['anchor']) && isRecord(caret['head']) ? { anchor: caret['anchor'], head: caret['head'] } : null,
  };
}

/** @param selection  places in the text, in UTF-16 code units */
export function caretIn(text: Y.Text, { anchor, head }: { readonly anchor: number; readonly head: number }): Caret {
  // Behind its own last letter: others who type at the same place do not push it along.
  const positionOf = (place: number): unknown => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, place, -1));
  return { anchor: positionOf(anchor), head: positionOf(head) };
}

/** The place of an end of a caret in this replica. @returns null when it is in another text, gone, or no position at all */
export function placeIn(text: Y.Text, position: unknown): number | null {
  if (text.doc === null || !isRecord(position)) return null;
  try {
    const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), text.doc);
    return found !== null && found.type === text ? found.index : null;
  } catch {
    return null;
  }
}

/** Whether what holds a place is still in the document: a block that was moved or deleted takes its places with it. */
export function stands(position: Y.RelativePosition, doc: Y.Doc): boolean {
  let type: Y.AbstractType<unknown> | null = Y.createAbsolutePositionFromRelativePosition(position, doc)?.type ?? null;
  if (type === null) return false;
  for (; type._item !== null; type = type._item.parent as Y.AbstractType<unknown>) if (type._item.deleted) return false;
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
