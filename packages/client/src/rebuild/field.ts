/** Where a struct stands in a document, in the words of the rights tables: the path of its field. */
import * as Y from 'yjs';
import { within, type Ranges } from './ranges.ts';

export type AnyType = Y.AbstractType<Y.YEvent<Y.AbstractType<unknown>>>;

/**
 * The path of the field that an item belongs to: the map key that it sets, or the text or rich text in which it stands
 * (`priorities/p_8fk2m1xq90za/title`, `notes`). Nodes inside rich text have no path of their own.
 */
export function fieldPathOf(item: Y.Item): string {
  let keys: string[] = item.parentSub === null ? [] : [item.parentSub];
  let type = item.parent as AnyType;
  while (type._item !== null) {
    const holder: Y.Item = type._item;
    keys = holder.parentSub === null ? [] : [holder.parentSub, ...keys];
    type = holder.parent as AnyType;
  }
  return [rootNameOf(type), ...keys].join('/');
}

/** Whether a refusal that names `refused` speaks of the field at `path`: of it, or of something above it. */
export function speaksOf(refused: string, path: string): boolean {
  return path === refused || path.startsWith(`${refused}/`);
}

function rootNameOf(type: AnyType): string {
  for (const [name, root] of (type.doc as Y.Doc).share) if ((root as AnyType) === type) return name;
  return '';
}

/** Every item of the list part of a type, in the order of the text, the deleted ones too. */
export function* itemsOf(type: AnyType): Iterable<Y.Item> {
  for (let item = type._start; item !== null; item = item.right) yield item;
}

/** The type that an item brings, if it brings one. */
export function typeIn(item: Y.Item): AnyType | null {
  return item.content instanceof Y.ContentType ? (item.content.type as AnyType) : null;
}

/**
 * The items under a type's keys: the newest of each key, and containers that were made under the same key and `buried`
 * by somebody else's (see `isBuried`).
 */
export function* keyedItemsOf(type: AnyType, buried: Ranges): Iterable<readonly [key: string, item: Y.Item]> {
  for (const [key, newest] of type._map) {
    yield [key, newest];
    for (let item = newest.left; item !== null; item = item.left) if (typeIn(item) !== null && isBuried(item, buried)) yield [key, item];
  }
}

/** Whether the person who wrote it still means it: it stands, or it went only because somebody else's container took its key. */
export function isMeant(item: Y.Item, buried: Ranges): boolean {
  return !item.deleted || isBuried(item, buried);
}

function isBuried(item: Y.Item, buried: Ranges): boolean {
  return item.deleted && within(buried, item.id, item.length).length > 0;
}

/** Every item that hangs below a type. */
export function* itemsBelow(type: AnyType, buried: Ranges): Iterable<Y.Item> {
  for (const item of itemsOf(type)) yield* withInner(item, buried);
  for (const [, item] of keyedItemsOf(type, buried)) yield* withInner(item, buried);
}

function* withInner(item: Y.Item, buried: Ranges): Iterable<Y.Item> {
  yield item;
  const inner = typeIn(item);
  if (inner !== null) yield* itemsBelow(inner, buried);
}

export function* itemsIn(doc: Y.Doc, buried: Ranges): Iterable<Y.Item> {
  for (const root of doc.share.values()) yield* itemsBelow(root as AnyType, buried);
}
