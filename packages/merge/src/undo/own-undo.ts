/**
 * A person's undo of their own edits. It takes back what they did and nothing that others did: words that others wrote
 * within theirs stay, and so does every block or container that holds them.
 */
import type { Clock } from '@ginnel/base/ports';
import type { DocumentKind } from '@ginnel/domain/documents';
import * as Y from 'yjs';
import { rootType } from '../canonical/project.ts';
import { OWN_EDIT } from '../edits/open.ts';
import { SHAPES } from '../shapes/kinds.ts';
import { mendRedone } from './mend-redone.ts';

export interface OwnUndoOptions {
  readonly clock: Clock;
  /** Origins besides `OWN_EDIT` whose transactions are the person's own: the rich text binding's plugin key. */
  readonly origins?: readonly unknown[];
  /** Typing in one field with no longer pause than this is one step. */
  readonly pauseMs?: number;
}

/** @param doc  a live copy without garbage collection. Destroy the manager with the view. */
export function createOwnUndo(kind: DocumentKind, doc: Y.Doc, { clock, origins = [], pauseMs = 500 }: OwnUndoOptions): Y.UndoManager {
  const tracked = new Set<unknown>([OWN_EDIT, ...origins]);
  let lastMs = -Infinity;
  let lastField: unknown = null;
  const undo: Y.UndoManager = new Y.UndoManager(
    Object.entries(SHAPES[kind].roots).map(([name, node]) => rootType(doc, name, node)),
    {
      // Steps end by our clock, not by the one that Yjs would read.
      captureTimeout: Number.MAX_SAFE_INTEGER,
      captureTransaction: (transaction) => {
        if (transaction.origin === undo) mendRedone(transaction);
        // A rich text binding also transacts when nothing has changed: that ends no step.
        if (tracked.has(transaction.origin) && transaction.changed.size > 0) {
          const nowMs = clock.nowMs();
          const field = [...transaction.changed.keys()][0] ?? null;
          if (nowMs - lastMs >= pauseMs || field !== lastField) undo.stopCapturing();
          [lastMs, lastField] = [nowMs, field];
        }
        return true;
      },
      trackedOrigins: new Set(tracked),
      deleteFilter: mayBeDeleted,
    },
  );
  return undo;
}

/** Containers are for ever; a block goes only when everything in it is the same client's. */
function mayBeDeleted(item: Y.Item): boolean {
  if (!(item.content instanceof Y.ContentType)) return true;
  return item.parentSub === null && isAllOf(item.content.type, item.id.client);
}

function isAllOf(type: Pick<Y.AbstractType<unknown>, '_map' | '_start'>, client: number): boolean {
  const items = [...type._map.values()];
  for (let item = type._start; item !== null; item = item.right) items.push(item);
  return items.every(
    (item) =>
      item.deleted || (item.id.client === client && !(item.content instanceof Y.ContentType && !isAllOf(item.content.type, client))),
  );
}
