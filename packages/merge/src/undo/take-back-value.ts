/** Taking back a value, or an attribute of a block: what stood before the contribution set it stands again. */
import * as Y from 'yjs';
import type { Slot } from '../bindings/slots.ts';
import type { Workbench } from './workbench.ts';

/** What somebody else has set since stays. */
export function takeBackValue({ item, holder, set }: Slot, bench: Workbench): void {
  const isTheirs = (each: Y.Item): boolean => bench.inserted.has(each.id.client, each.lastId.clock);
  if (item.deleted) {
    if (bench.deleted.has(item.id.client, item.lastId.clock) && !isTheirs(item)) bring(item);
    return;
  }
  if (!isTheirs(item)) return;
  let before = item.left;
  while (before !== null && isTheirs(before)) before = before.left;
  if (before !== null) bring(before);
  // What the contribution itself brought into being has no earlier value; it is hidden or goes whole.
  else if (holder === null || !bench.inserted.has(holder.id.client, holder.id.clock)) bench.as(bench.moderator, () => set(undefined));

  function bring(earlier: Y.Item): void {
    const value: unknown = earlier.content.getContent().at(-1);
    if (earlier.content instanceof Y.ContentAny) bench.as(bench.authorOf(earlier.id.client, earlier.lastId.clock), () => set(value));
  }
}
