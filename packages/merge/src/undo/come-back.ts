/** Words that were taken out and stand again by somebody's undo: an old tab had deleted them too, and brings back what it deleted. Reads only. */
import * as Y from 'yjs';
import type { IdRange } from '../contract.ts';
import { itemsIn } from './marks.ts';
import type { History } from './history.ts';

/** Copies of these words that stand, wherever and by whomever they were brought back. @param ids  of words that are held */
export function comeBack({ doc, index }: History, ids: readonly IdRange[]): IdRange[] {
  return index.withMoved(ids).flatMap((range) => {
    const end = range.clock + range.length;
    return itemsIn(doc, range)
      .filter(({ deleted, content }) => !deleted && content instanceof Y.ContentString)
      .map(({ id: { client, clock }, length }) => {
        const from = Math.max(clock, range.clock);
        return { client, clock: from, length: Math.min(clock + length, end) - from };
      });
  });
}
