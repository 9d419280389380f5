/** Reading the items of Yjs types, deleted ones too. Reads only. */
import * as Y from 'yjs';

/** The items of a list-like type (text, rich text), in order. */
export function itemsOf(type: Y.Text | Y.XmlFragment): Y.Item[] {
  const items: Y.Item[] = [];
  for (let item = (type as Y.AbstractType<unknown>)._start; item !== null; item = item.right) items.push(item);
  return items;
}

/** The words of an item: one UTF-16 unit per clock; empty units where garbage collection has taken them; null when it never held words. */
export function textOfItem(item: Y.Item): string | null {
  if (item.content instanceof Y.ContentString) return item.content.str;
  return item.content instanceof Y.ContentDeleted ? '' : null;
}

/** The item that holds the present value of a key; null when it was never set or is deleted. */
export function valueItem(map: Y.Map<unknown>, key: string): Y.Item | null {
  const item = map._map.get(key);
  return item === undefined || item.deleted ? null : item;
}
