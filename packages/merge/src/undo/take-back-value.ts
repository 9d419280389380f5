/** Taking back a value: what stood before the contribution set it stands again. */
import * as Y from 'yjs';
import type { ValueField } from '../bindings/fields.ts';
import type { Workbench } from './take-back.ts';

/** A value that somebody else has set since stays. */
export function takeBackValue({ record, key }: ValueField, bench: Workbench): void {
  const item = record._map.get(key);
  if (item === undefined) return;
  const isTheirs = (each: Y.Item): boolean => bench.inserted.has(each.id.client, each.lastId.clock);
  if (item.deleted) {
    if (bench.deleted.has(item.id.client, item.lastId.clock) && !isTheirs(item)) bring(item);
    return;
  }
  if (!isTheirs(item)) return;
  let before = item.left;
  while (before !== null && isTheirs(before)) before = before.left;
  if (before !== null) bring(before);
  // What the contribution itself brought into being has no earlier value; its entry is hidden whole.
  else if (record._item === null || !bench.inserted.has(record._item.id.client, record._item.id.clock)) {
    bench.as(bench.moderator, () => record.delete(key));
  }

  function bring(earlier: Y.Item): void {
    const value: unknown = earlier.content.getContent().at(-1);
    if (earlier.content instanceof Y.ContentAny)
      bench.as(bench.authorOf(earlier.id.client, earlier.lastId.clock), () => record.set(key, value));
  }
}
