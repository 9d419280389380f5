/** Bringing back a deleted block of rich text: a copy of it as it was when it was deleted, every word under its author. */
import type * as Y from 'yjs';
import { copyBlock } from '../attribution/copy-block.ts';
import type { Workbench } from './take-back.ts';

/** @param item  the deleted block's item; what was deleted with it is in `bench.deleted` */
export function bringBackBlock(parent: Y.XmlFragment, index: number, item: Y.Item, bench: Workbench): void {
  copyBlock(parent, index, item, {
    asAuthorOf: (client, edit, clock) => bench.as(bench.authorOf(client, clock), edit),
    // Deleted together with its block, by the contribution, and not its own.
    reach: ({ id }, clock) => {
      const erased = bench.deleted.reach(id.client, clock);
      const written = bench.inserted.reach(id.client, clock);
      return { inside: erased.inside && !written.inside, until: Math.min(erased.until, written.until, bench.untilOf(id.client, clock)) };
    },
  });
}
