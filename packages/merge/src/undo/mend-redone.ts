/**
 * Undo may bring an item back between copies of its old neighbours that stand in the other order, or between one copy and itself. Yjs puts
 * it in one place here and in another where the copies have become one item (yjs 13.6), so the server refuses such
 * origins (AD6). Without the right one, which is never met on the way, it stands where it stands here, everywhere.
 */
import * as Y from 'yjs';
import { linked, mayShareAnItem } from '../admission/origins.ts';

/** For a transaction of an undo manager, before its update is sent. */
export function mendRedone({ doc, beforeState, afterState }: Y.Transaction): void {
  const at = (client: number, clock: number) => linked(structAt(doc, client, clock));
  for (let clock = beforeState.get(doc.clientID) ?? 0, end = afterState.get(doc.clientID) ?? 0; clock < end;) {
    const item = structAt(doc, doc.clientID, clock);
    clock = item.id.clock + item.length;
    if (!(item instanceof Y.Item)) continue;
    const { origin, rightOrigin } = item;
    if (origin === null || rightOrigin === null || origin.client !== rightOrigin.client || rightOrigin.clock > origin.clock) continue;
    if (mayShareAnItem(at, origin.client, rightOrigin.clock, origin.clock)) item.rightOrigin = null;
  }
}

function structAt({ store }: Y.Doc, client: number, clock: number): Y.Item | Y.GC {
  const structs = store.clients.get(client)!;
  return structs[Y.findIndexSS(structs, clock)]!;
}
