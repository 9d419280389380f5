/**
 * What people send most, a letter behind their letter before, costs Yjs 13.6 a whole transaction: it makes an item, finds its neighbours, lists
 * what changed, tells who listens, and joins the item to the one on its left. Here the letter is put there at once, and what comes of it is the same.
 *
 * Why it is. The item begins where its client's last one ends, has that end as its origin and the same right origin, so Yjs joins the two
 * once they stand side by side. They do: what follows is what the right origin names, or there is no right origin, and Yjs's walk ends
 * with its first step, at an item with another origin (`placing.ts`). Nothing is cut, for both origins are edges of items, and nothing is
 * deleted or collected: the left item lives, and so does all that it is in. It joins nothing before it either, for whatever can be
 * joined is, at the end of the transaction that made it so. All else that a transaction does is for listeners, and to tidy marks, which a
 * live document never does (AD19).
 */
import * as Y from 'yjs';
import { NONE, STRING, textOf, type Scanned } from './admission/scan.ts';
import { isSameId } from './placing.ts';

/**
 * @param doc     a document to which nobody listens
 * @param struct  all that the update brings, admitted to the document as it stands
 * @returns  false, and nothing is changed, where Yjs has to be asked
 */
export function typeOn({ store }: Y.Doc, update: Uint8Array, struct: Scanned): boolean {
  const { client, clock, originClient, originClock, rightClient, rightClock } = struct;
  if (struct.content !== STRING || originClient !== client || originClock !== clock - 1) return false;
  const left = store.clients.get(client)?.at(-1);
  if (!(left instanceof Y.Item) || left.deleted || !(left.content instanceof Y.ContentString)) return false;
  if (left.id.clock + left.length !== clock || left.parentSub !== null || left.redone !== null) return false;
  const { rightOrigin, parent } = left;
  const next = left.right as Y.Item | null;
  if (rightOrigin === null) {
    if (rightClient !== NONE || (next?.origin?.client === client && next.origin.clock === originClock)) return false;
  } else if (rightOrigin.client !== rightClient || rightOrigin.clock !== rightClock || !isSameId(rightOrigin, next?.id ?? null)) {
    return false;
  }
  if (store.pendingStructs !== null || store.pendingDs !== null) return false;
  const text = textOf(update, struct);
  left.content.str += text;
  left.length += text.length;
  const type = parent as Y.AbstractType<unknown>;
  type._length += text.length;
  // They are for positions that a program asks for; Yjs forgets them when somebody else writes.
  if (type._searchMarker !== null && type._searchMarker.length > 0) type._searchMarker.length = 0;
  return true;
}
