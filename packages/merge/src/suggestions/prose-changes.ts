/** Suggested changes of rich text: blocks added, removed and changed in kind, and the words and marks within them. */
import * as Y from 'yjs';
import { copyBlock, whatStands } from '../attribution/copy-block.ts';
import { itemsOf } from '../attribution/items.ts';
import type { Path } from '../bindings/fields.ts';
import { nodeOf, wordsOf } from '../canonical/prose.ts';
import type { IdRange } from '../contract.ts';
import { changeId, touchInside, type Acceptable } from './change.ts';
import { sameTypeIn, type OriginalView } from './original-view.ts';
import type { Piece } from './pieces.ts';
import { removePieces, textChanges } from './text-changes.ts';

/** @param parent  of the fork, and there in the original too */
export function proseChanges(path: Path, parent: Y.XmlFragment, view: OriginalView): Acceptable[] {
  const changes: Acceptable[] = [];
  /** The last block before that stands in the original. */
  let before: Y.Item | null = null;
  for (const item of itemsOf(parent)) {
    if (!(item.content instanceof Y.ContentType)) continue;
    const type = item.content.type as Y.XmlElement | Y.XmlText;
    const presence = view.presenceOf(item);
    if (presence === 'absent' && !item.deleted) changes.push(...blockAdded(path, { parent, item, before, type }));
    if (presence === 'standing' && item.deleted) changes.push(...blockRemoved(path, { parent, item, view }));
    if (presence === 'standing' && !item.deleted) {
      if (type instanceof Y.XmlText) changes.push(...textChanges(path, type, view));
      else changes.push(...blockChanged(path, item, view), ...proseChanges(path, type, view));
    }
    if (presence === 'standing') before = item;
  }
  return changes;
}

interface AddedBlock {
  readonly parent: Y.XmlFragment;
  readonly item: Y.Item;
  readonly before: Y.Item | null;
  readonly type: Y.XmlElement | Y.XmlText;
}

function blockAdded(path: Path, { parent, item, before, type }: AddedBlock): Acceptable[] {
  const ids = idsWithin(item);
  const block =
    type instanceof Y.XmlElement
      ? nodeOf(type)
      : { type: 'text', content: [{ type: 'text' as const, text: Y.Text.prototype.toString.call(type) }] };
  // An accepted block leaves an empty one behind in the fork; an empty block suggests nothing.
  if (wordsOf([block]) === '' && !JSON.stringify(block).includes('hardBreak')) return [];
  const pieces = textsWithin(type).map((text) => ({ text, pieces: standingPieces(text) }));
  return [
    {
      change: {
        type: 'block-added',
        id: changeId(item.id.client, item.id.clock),
        path,
        touches: touchInside(path),
        clients: [...new Set(ids.map(({ client }) => client))],
        ids,
        block,
      },
      accept: (bench) => {
        const live = sameTypeIn(bench.live, parent);
        if (live === null) return;
        copyBlock(live, indexAfter(live, before), item, { asAuthorOf: bench.asAuthorOf, reach: whatStands });
      },
      settle: (fork) => {
        for (const each of pieces) removePieces(fork, each.text, each.pieces);
      },
    },
  ];
}

function blockRemoved(path: Path, { parent, item, view }: { parent: Y.XmlFragment; item: Y.Item; view: OriginalView }): Acceptable[] {
  const there = blockIn(view.doc, item);
  if (there === null) return [];
  const { client, clock } = item.id;
  const block =
    there instanceof Y.XmlElement
      ? nodeOf(there)
      : { type: 'text', content: [{ type: 'text' as const, text: Y.Text.prototype.toString.call(there) }] };
  return [
    {
      change: {
        type: 'block-removed',
        id: changeId(client, clock),
        path,
        touches: touchInside(path),
        clients: [],
        ids: [{ client, clock, length: 1 }],
        block,
      },
      accept: (bench) => {
        const live = sameTypeIn(bench.live, parent);
        const gone = blockIn(bench.live, item);
        const at = live === null || gone === null ? -1 : live.toArray().indexOf(gone);
        if (at >= 0) bench.asAcceptor(() => live?.delete(at, 1));
      },
      settle: () => {},
    },
  ];
}

function blockChanged(path: Path, item: Y.Item, view: OriginalView): Acceptable[] {
  const there = blockIn(view.doc, item);
  const type = item.content instanceof Y.ContentType ? item.content.type : null;
  if (!(type instanceof Y.XmlElement) || !(there instanceof Y.XmlElement)) return [];
  const [was, now] = [there.getAttributes() as Record<string, unknown>, type.getAttributes() as Record<string, unknown>];
  const names = Object.keys({ ...was, ...now }).filter((name) => was[name] !== now[name] && isSuggested(type, name, view));
  const [first] = names;
  if (first === undefined) return [];
  const ids = names.flatMap((name): IdRange[] => {
    const id = type._map.get(name)?.lastId;
    return id === undefined ? [] : [{ client: id.client, clock: id.clock, length: 1 }];
  });
  const [id] = ids as [IdRange];
  return [
    {
      change: {
        type: 'block-changed',
        id: changeId(id.client, id.clock),
        path,
        touches: touchInside(path),
        clients: [id.client],
        ids,
        before: nodeOf(there),
        block: nodeOf(type),
      },
      accept: (bench) => {
        const live = blockIn(bench.live, item);
        if (!(live instanceof Y.XmlElement)) return;
        bench.asAuthorOf(id.client, () => {
          for (const name of names) {
            if (now[name] === undefined) live.removeAttribute(name);
            else live.setAttribute(name, now[name] as string);
          }
        });
      },
      settle: () => {},
    },
  ];
}

/** Set or unset by the fork, and not merely set in the original since. */
function isSuggested(type: Y.XmlElement, name: string, view: OriginalView): boolean {
  const item = type._map.get(name);
  return item !== undefined && (view.presenceOf(item) === 'absent' || (item.deleted && view.presenceOf(item) === 'standing'));
}

function blockIn(doc: Y.Doc, item: Y.Item): Y.XmlElement | Y.XmlText | null {
  const type = item.content instanceof Y.ContentType ? (item.content.type as Y.XmlElement | Y.XmlText) : null;
  return type === null ? null : sameTypeIn(doc, type);
}

function indexAfter(live: Y.XmlFragment, before: Y.Item | null): number {
  const block = before === null ? null : blockIn(live.doc as Y.Doc, before);
  return block === null ? 0 : live.toArray().indexOf(block) + 1;
}

function textsWithin(type: Y.XmlElement | Y.XmlText): Y.XmlText[] {
  if (type instanceof Y.XmlText) return [type];
  return (type.toArray() as (Y.XmlElement | Y.XmlText)[]).flatMap(textsWithin);
}

function standingPieces(text: Y.XmlText): Piece[] {
  return itemsOf(text).flatMap(({ id, content, deleted }): Piece[] =>
    deleted || !(content instanceof Y.ContentString)
      ? []
      : [{ state: 'added', words: content.str, client: id.client, clock: id.clock, at: 0, attributes: {} }],
  );
}

/** All ids of a block that stand, its own first. */
function idsWithin(item: Y.Item): IdRange[] {
  const ids: IdRange[] = [{ client: item.id.client, clock: item.id.clock, length: item.length }];
  if (!(item.content instanceof Y.ContentType)) return ids;
  const type = item.content.type as Y.XmlElement | Y.XmlText;
  for (const child of [...type._map.values(), ...itemsOf(type)]) if (!child.deleted) ids.push(...idsWithin(child));
  return ids;
}
