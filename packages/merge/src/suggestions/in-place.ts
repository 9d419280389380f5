/** A field of the fork against the original, to be shown in place: what is the same, suggested and suggested away, and by whom. */
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { itemsOf } from '../attribution/items.ts';
import { fieldAt, type Path } from '../bindings/fields.ts';
import { OriginalView, sameTypeIn } from './original-view.ts';
import { piecesOf, type Piece } from './pieces.ts';

export interface ShownBlock {
  readonly name: string;
  readonly state: Piece['state'];
  readonly pieces: readonly Piece[];
}

export type Shown =
  { readonly type: 'text'; readonly pieces: readonly Piece[] } | { readonly type: 'rich'; readonly blocks: readonly ShownBlock[] };

/** Who suggests a piece is whoever its client is leased to. @returns null when no words stand at the path */
export function showInPlace(kind: DocumentKind, original: Y.Doc, fork: Y.Doc, path: Path): Shown | null {
  const field = fieldAt(kind, fork, path);
  const view = new OriginalView(original);
  if (field?.type === 'text') return { type: 'text', pieces: piecesOf(field.text, view) };
  if (field?.type === 'rich') return { type: 'rich', blocks: [...blocksOf(field.fragment, view)] };
  return null;
}

function* blocksOf(parent: Y.XmlFragment, view: OriginalView): Generator<ShownBlock> {
  for (const item of itemsOf(parent)) {
    if (!(item.content instanceof Y.ContentType) || !(item.content.type instanceof Y.XmlElement)) continue;
    const presence = view.presenceOf(item);
    const state = presence === 'standing' ? (item.deleted ? 'removed' : 'same') : presence === 'absent' && !item.deleted ? 'added' : null;
    if (state === null) continue;
    const element = item.content.type;
    // A removed block reads as it stands in the original: deleting it deleted its words in the fork.
    const source = state === 'removed' ? sameTypeIn(view.doc, element) : element;
    const pieces = source === null ? [] : itemsOf(source).flatMap((child) => piecesIn(child, { view, isRemoved: state === 'removed' }));
    if (pieces.length > 0) yield { name: element.nodeName, state, pieces };
    if (state !== 'removed') yield* blocksOf(element, view);
  }
}

function piecesIn({ content, deleted }: Y.Item, { view, isRemoved }: { view: OriginalView; isRemoved: boolean }): Piece[] {
  if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlText) || deleted) return [];
  return piecesOf(content.type, view).map((piece) => (isRemoved ? { ...piece, state: 'removed' } : piece));
}
