/** Where a person writes, as their window tells the others: a field by its path, and the caret by the characters beside it, so that it stays where it is while others type. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { fieldAt, type Path } from './fields.ts';

/** As it travels in awareness. The server stamps who it is; the rest is what a window says of itself. */
export interface FieldPresence {
  /** The field that has the focus; null outside every field. */
  readonly at: Path | null;
  /** Relative positions as JSON; null without a caret, and in rich text, whose editor has its own. */
  readonly caret: { readonly anchor: unknown; readonly head: unknown } | null;
}

/** A selection in a plain text, in UTF-16 code units; `anchor` equals `head` for a bare caret. */
export interface Selection {
  readonly anchor: number;
  readonly head: number;
}

export function presenceIn(path: Path, text: Y.Text, { anchor, head }: Selection): FieldPresence {
  // A caret at the end of the text stays behind what its owner has typed, also when somebody adds to it.
  const positionOf = (index: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, index === text.length ? -1 : 0));
  return { at: path, caret: { anchor: positionOf(anchor), head: positionOf(head) } };
}

/** Where a window's caret stands in this replica. @returns null when it cannot be told: what others say of themselves is not to be trusted */
export function selectionIn(kind: DocumentKind, doc: Y.Doc, state: unknown): (Selection & { readonly path: Path }) | null {
  if (typeof state !== 'object' || state === null) return null;
  const { at, caret } = state as Partial<Record<keyof FieldPresence, unknown>>;
  if (typeof at !== 'string' || typeof caret !== 'object' || caret === null) return null;
  const field = fieldAt(kind, doc, at);
  if (field?.type !== 'text') return null;
  const { anchor, head } = caret as { anchor?: unknown; head?: unknown };
  const indexOf = (position: unknown): number | null => {
    if (typeof position !== 'object' || position === null) return null;
    try {
      const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc);
      return found !== null && found.type === field.text ? found.index : null;
    } catch {
      return null;
    }
  };
  const [from, to] = [indexOf(anchor), indexOf(head)];
  return from === null || to === null ? null : { path: at, anchor: from, head: to };
}

/** Whether what holds a place is still in the document: a block that was moved or deleted takes its places with it. */
export function stands(position: Y.RelativePosition, doc: Y.Doc): boolean {
  let type: Y.AbstractType<unknown> | null = Y.createAbsolutePositionFromRelativePosition(position, doc)?.type ?? null;
  if (type === null) return false;
  for (; type._item !== null; type = type._item.parent as Y.AbstractType<unknown>) if (type._item.deleted) return false;
  return true;
}
