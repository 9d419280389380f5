/** Bringing back a deleted block of rich text: a copy of it as it was when it was deleted, every word under its author. */
import * as Y from 'yjs';
import { copyBlock } from '../attribution/copy-block.ts';
import { itemsOf } from '../attribution/items.ts';
import type { Workbench } from './workbench.ts';

/** @param item  the deleted block's item; what was deleted with it is in `bench.deleted` */
export function bringBackBlock(parent: Y.XmlFragment, index: number, item: Y.Item, bench: Workbench): void {
  copyBlock(parent, index, item, {
    asAuthorOf: (client, edit, clock) => bench.as(bench.authorOf(client, clock), edit),
    // Deleted together with its block, by the contribution, and not its own.
    reach: (each, clock) => reachOfErased(each, clock, bench),
  });
}

function reachOfErased({ id }: Y.Item, clock: number, bench: Workbench): { readonly inside: boolean; readonly until: number } {
  const erased = bench.deleted.reach(id.client, clock);
  const written = bench.inserted.reach(id.client, clock);
  return { inside: erased.inside && !written.inside, until: Math.min(erased.until, written.until, bench.untilOf(id.client, clock)) };
}

/** Words that the contribution took out of a block which somebody else has deleted since: they come back in a block of their own. */
export function bringBackWords(parent: Y.XmlFragment, index: number, item: Y.Item, bench: Workbench): void {
  if (!(item.content instanceof Y.ContentType) || !hasErased(item, bench)) return;
  copyBlock(parent, index, item, {
    asAuthorOf: (client, edit, clock) => bench.as(bench.authorOf(client, clock), edit),
    reach: (each, clock) => {
      if (each.content instanceof Y.ContentType) return { inside: hasErased(each, bench), until: clock + each.length };
      if (each.parentSub !== null) return { inside: true, until: clock + each.length };
      return reachOfErased(each, clock, bench);
    },
  });
}

function hasErased({ content }: Y.Item, bench: Workbench): boolean {
  if (!(content instanceof Y.ContentType)) return false;
  const { type } = content;
  if (!(type instanceof Y.XmlText || type instanceof Y.XmlElement)) return false;
  return itemsOf(type).some((item) => {
    if (item.content instanceof Y.ContentType) return hasErased(item, bench);
    if (!(item.content instanceof Y.ContentString)) return false;
    for (let clock = item.id.clock; clock < item.id.clock + item.length;) {
      const { inside, until } = reachOfErased(item, clock, bench);
      if (inside) return true;
      clock = until;
    }
    return false;
  });
}
