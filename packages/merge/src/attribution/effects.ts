/**
 * What an update really brings and takes away, as Yjs integrates it. Not what its bytes claim: a full state sent on
 * reconnection lists deletions that others made, and a value that loses to a concurrent one is deleted by no list at all.
 */
import * as Y from 'yjs';
import type { IdRange } from '../contract.ts';

/** What a row brought. */
export interface Effects {
  readonly inserted: readonly IdRange[];
  readonly deleted: readonly IdRange[];
}

/** Applies one admitted update to a document that holds all rows before it, and tells what that changed. */
export function applyWithEffects(doc: Y.Doc, update: Uint8Array): Effects {
  const inserted: IdRange[] = [];
  const deleted: IdRange[] = [];
  const read = (transaction: Y.Transaction): void => {
    // Yjs would tidy superfluous marks after a remote edit and so delete what no row deletes.
    transaction._needFormattingCleanup = false;
    for (const [client, end] of transaction.afterState) {
      const clock = transaction.beforeState.get(client) ?? 0;
      if (end > clock) inserted.push({ client, clock, length: end - clock });
    }
    for (const [client, ranges] of transaction.deleteSet.clients) {
      for (const { clock, len } of ranges) deleted.push({ client, clock, length: len });
    }
  };
  doc.on('afterTransaction', read);
  Y.applyUpdate(doc, update, update);
  doc.off('afterTransaction', read);
  return { inserted, deleted };
}
